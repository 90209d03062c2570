import { createHash } from "node:crypto";
import type { Owner } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { SqlTx } from "@/lib/db/sql-tx";

export interface ProblemInput {
  workspaceId: string;
  connectionId?: string | null;
  storeId?: string | null;
  warehouseId?: string | null;
  code: string;
  /** What tells two problems of the same code apart, e.g. the SKU. Default: the message. */
  subject?: string;
  message: string;
  owner: Owner;
  nextStep: string;
  stops: "order" | "channel" | "nothing";
  nextAttemptAt?: Date | null;
}

/** The group a failure belongs to: the same cause at the same place is one problem with a count. */
export function problemKey(input: Pick<ProblemInput, "connectionId" | "storeId" | "warehouseId" | "code" | "subject" | "message">): string {
  const place = input.connectionId ?? input.storeId ?? input.warehouseId ?? "workspace";
  const subject = createHash("sha256")
    .update(input.subject ?? input.message)
    .digest("hex")
    .slice(0, 16);
  return `${place}:${input.code}:${subject}`;
}

/** Opens the problem, or finds the open one of the same group and refreshes its words. Returns its id. */
export async function openProblem(tx: SqlTx, input: ProblemInput): Promise<string> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    insert into "Problem" (id, "workspaceId", "connectionId", "storeId", "warehouseId", key, code, message, owner, "nextStep", stops, "nextAttemptAt")
    values (${newId()}::uuid, ${input.workspaceId}::uuid, ${input.connectionId ?? null}::uuid, ${input.storeId ?? null}::uuid, ${input.warehouseId ?? null}::uuid,
            ${problemKey(input)}, ${input.code}, ${input.message}, ${input.owner}, ${input.nextStep}, ${input.stops}, ${input.nextAttemptAt ?? null})
    on conflict ("workspaceId", key) where "closedAt" is null
    do update set "lastSeenAt" = clock_timestamp(), message = excluded.message, owner = excluded.owner, "nextStep" = excluded."nextStep",
                  "nextAttemptAt" = excluded."nextAttemptAt"
    returning id`;
  const id = rows[0]?.id;
  if (!id) throw new Error("problem was not saved");
  return id;
}

/** A problem about orders ends with its last order; called at the end of each step. */
export async function closeSolvedOrderProblems(tx: SqlTx, connectionId: string): Promise<number> {
  return tx.$executeRaw`
    update "Problem" p set "closedAt" = clock_timestamp()
     where p."connectionId" = ${connectionId}::uuid and p."closedAt" is null and p.stops = 'order'
       and not exists (select 1 from "Order" o where o."problemId" = p.id)
       and not exists (select 1 from "WriteBack" w where w."problemId" = p.id)`;
}

/** A problem that stopped a channel ends when the same channel succeeds; `codes` empty: all of them. */
export async function closeChannelProblems(tx: SqlTx, options: { connectionId: string; subject: string }): Promise<number> {
  return tx.$executeRaw`
    update "Problem" set "closedAt" = clock_timestamp()
     where "connectionId" = ${options.connectionId}::uuid and "closedAt" is null and stops = 'channel'
       and key = "connectionId"::text || ':' || code || ':' || ${createHash("sha256").update(options.subject).digest("hex").slice(0, 16)}`;
}

/** Ends one problem, by what it was opened with. Harmless when it is not open. */
export async function closeProblem(tx: SqlTx, options: { connectionId: string; code: string; subject: string }): Promise<void> {
  const key = problemKey({ ...options, message: options.subject });
  await tx.$executeRaw`update "Problem" set "closedAt" = clock_timestamp() where "connectionId" = ${options.connectionId}::uuid and key = ${key} and "closedAt" is null`;
}
