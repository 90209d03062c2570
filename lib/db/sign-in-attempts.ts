import { newId } from "@/lib/core/ids";
import type { Db } from "./client";

/** Tries of the running window that failed, for one account and for one address. */
export interface RecentFailures {
  account: number;
  address: number;
}

/**
 * Notes a try before it is judged and says how many failed tries came before it in the window. Both limits hold over any number of machines: the
 * locks let one try per account, and one per address, through at a time, so that a burst can't slip past either count. Always taken in this order.
 */
export async function recordSignInAttempt(
  db: Db,
  input: { email: string; address: string; windowMinutes: number },
): Promise<{ id: string; failures: RecentFailures }> {
  return db.$transaction(async tx => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`sign-in:${input.email}`}, 0))`;
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`sign-in from:${input.address}`}, 0))`;
    const [row] = await tx.$queryRaw<{ account: bigint; address: bigint }[]>`
      select
        (select count(*) from "SignInAttempt" a where a.email = ${input.email} and not a.ok
          and a.at > now() - make_interval(mins => ${input.windowMinutes}::int)
          and a.at > coalesce((select max(g.at) from "SignInAttempt" g where g.email = ${input.email} and g.ok), '-infinity')) as account,
        (select count(*) from "SignInAttempt" a where a.address = ${input.address} and not a.ok
          and a.at > now() - make_interval(mins => ${input.windowMinutes}::int)) as address`;
    const id = newId();
    await tx.$executeRaw`insert into "SignInAttempt" (id, email, address, ok, at)
      values (${id}::uuid, ${input.email}, ${input.address}, false, clock_timestamp())`;
    return { id, failures: { account: Number(row?.account ?? 0), address: Number(row?.address ?? 0) } };
  });
}

/** The try was right after all. */
export async function markSignInOk(db: Db, request: { id: string }): Promise<void> {
  await db.signInAttempt.updateMany({ where: { id: request.id }, data: { ok: true } });
}
