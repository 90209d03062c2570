import { AppError } from "@/lib/core/errors";
import type { Scope } from "@/lib/db/scope";
import type { SqlTx } from "@/lib/db/sql-tx";
import { inWorkspaceSql } from "@/lib/db/tx";

/** The right to work one channel, under a number that only rises. Times are the database's own. */
export interface Lease {
  channelId: string;
  leaseNo: number;
  leaseMs: number;
  /** `nextDueAt` as this lease set it; somebody who wants a look meanwhile changes it. Text, with all its microseconds. */
  dueAt: string | null;
}

/** Another process holds the channel by now; what this one still wanted to save is refused. */
export class LeaseLostError extends AppError {
  constructor(channelId: string) {
    super({ code: "lease_lost", message: `lease on channel ${channelId} was taken over`, retry: { kind: "after" } });
  }
}

/**
 * Takes the channel if nobody holds it, or its holder has not been heard of for `leaseMs`. Null when somebody is at work, or has just been:
 * a job that was queued from an older look finds the channel no longer due. A channel at work is due again when its lease is
 * over, unless it is finished before.
 */
export async function takeLease(scope: Scope, options: { channelId: string; owner: string; leaseMs: number }): Promise<Lease | null> {
  const rows = await inWorkspaceSql(
    scope,
    tx => tx.$queryRaw<{ leaseNo: number; dueAt: string | null }[]>`
    update "Channel" set "leaseNo" = "leaseNo" + 1, "leaseOwner" = ${options.owner},
           "leaseUntil" = clock_timestamp() + ${options.leaseMs} * interval '1 millisecond',
           "nextDueAt" = case when "nextDueAt" is not null then clock_timestamp() + ${options.leaseMs} * interval '1 millisecond' end
     where id = ${options.channelId}::uuid and ("leaseUntil" is null or "leaseUntil" < clock_timestamp())
       and ("nextDueAt" is null or "nextDueAt" <= clock_timestamp())
    returning "leaseNo", "nextDueAt"::text as "dueAt"`,
  );
  const [taken] = rows;
  return taken ? { channelId: options.channelId, leaseMs: options.leaseMs, ...taken } : null;
}

/**
 * The fence: called in every transaction of a run, it renews the lease and throws LeaseLostError when the number moved on. The row stays locked until the
 * commit, so a takeover can't slip between the check and the write.
 */
export async function holdLease(tx: SqlTx, lease: Lease): Promise<void> {
  const count = await tx.$executeRaw`
    update "Channel" set "leaseUntil" = clock_timestamp() + ${lease.leaseMs} * interval '1 millisecond'
     where id = ${lease.channelId}::uuid and "leaseNo" = ${lease.leaseNo}`;
  if (count === 0) throw new LeaseLostError(lease.channelId);
}

/**
 * The same fence without the renewal, for transactions of one run that go side by side: they share the row, and a takeover waits for the last of them. The heartbeat
 * keeps the lease alive meanwhile.
 */
export async function checkLease(tx: SqlTx, lease: Lease): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from "Channel" where id = ${lease.channelId}::uuid and "leaseNo" = ${lease.leaseNo} for share`;
  if (rows.length === 0) throw new LeaseLostError(lease.channelId);
}

/**
 * Heartbeat between commits, during long vendor calls. A lease that was given back stays given back: a beat that was still on its way when the run ended would otherwise keep
 * the channel from everybody for the length of a lease.
 */
export async function renewLease(scope: Scope, lease: Lease): Promise<void> {
  const count = await inWorkspaceSql(
    scope,
    tx => tx.$executeRaw`
    update "Channel" set "leaseUntil" = clock_timestamp() + ${lease.leaseMs} * interval '1 millisecond'
     where id = ${lease.channelId}::uuid and "leaseNo" = ${lease.leaseNo} and "leaseUntil" is not null`,
  );
  if (count === 0) throw new LeaseLostError(lease.channelId);
}
