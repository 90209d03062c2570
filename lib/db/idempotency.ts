import { newId } from "@/lib/core/ids";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

/** What to do with a POST that carries an Idempotency-Key. */
export type IdempotencyClaim =
  | { kind: "ours"; id: string }
  | { kind: "replay"; status: number; body: unknown }
  | { kind: "running" }
  | { kind: "other_request" };

const KEPT_HOURS = 24;
/** A request that has not ended by now died with its process: its key is free again. Longer than any request may take. */
const STALE_MINUTES = 10;

/** Claims a key for this request, or says what came of the one that claimed it before. The unique index decides between two at once. */
export async function claimIdempotencyKey(scope: Scope, request: { key: string; requestHash: string }): Promise<IdempotencyClaim> {
  return inWorkspace(scope, async tx => {
    await tx.$executeRaw`delete from "IdempotencyRecord" where "workspaceId" = ${scope.workspaceId}::uuid and key = ${request.key}
      and ("createdAt" < now() - make_interval(hours => ${KEPT_HOURS}::int)
        or (status is null and "createdAt" < now() - make_interval(mins => ${STALE_MINUTES}::int)))`;
    const id = newId();
    const inserted = await tx.$executeRaw`insert into "IdempotencyRecord" (id, "workspaceId", key, "requestHash")
      values (${id}::uuid, ${scope.workspaceId}::uuid, ${request.key}, ${request.requestHash}) on conflict ("workspaceId", key) do nothing`;
    if (inserted === 1) return { kind: "ours", id };
    const row = await tx.idempotencyRecord.findUnique({ where: { workspaceId_key: { workspaceId: scope.workspaceId, key: request.key } } });
    if (!row) return { kind: "running" };
    if (row.requestHash !== request.requestHash) return { kind: "other_request" };
    return row.status === null ? { kind: "running" } : { kind: "replay", status: row.status, body: row.body };
  });
}

/** Keeps the answer, to be given again for 24 hours. */
export async function settleIdempotencyKey(scope: Scope, request: { id: string; status: number; body: unknown }): Promise<void> {
  const body = JSON.stringify(request.body ?? null);
  await inWorkspace(
    scope,
    tx => tx.$executeRaw`update "IdempotencyRecord" set status = ${request.status}, body = ${body}::jsonb
      where "workspaceId" = ${scope.workspaceId}::uuid and id = ${request.id}::uuid`,
  );
}

/** Frees the key of a request that failed on our side, so that it may be tried again. */
export async function freeIdempotencyKey(scope: Scope, request: { id: string }): Promise<void> {
  await inWorkspace(scope, tx => tx.idempotencyRecord.deleteMany({ where: { workspaceId: scope.workspaceId, id: request.id } }));
}
