import type { Tx } from "@/lib/db/client";

const CODES = ["secret_refused", "user_refused", "tenant_suffix_missing", "scope_refused", "refresh_token_dead", "key_refused"];

/**
 * What a refused sign-in stopped may try again: its problems close and the channels that were put off for an hour are due at once. Called when credentials
 * were replaced or a proof test passed; if they are refused again, the next run says so again.
 */
export async function closeSignInProblems(tx: Tx, owner: { workspaceId: string; storeId?: string; warehouseId?: string }): Promise<void> {
  const { workspaceId, storeId = null, warehouseId = null } = owner;
  await tx.$executeRaw`
    update "Problem" p set "closedAt" = clock_timestamp()
     where p."workspaceId" = ${workspaceId}::uuid and p."closedAt" is null and p.stops = 'channel' and p.code = any(${CODES}::text[])
       and p."connectionId" in (select c.id from "Connection" c where c."workspaceId" = ${workspaceId}::uuid
         and (c."storeId" = ${storeId}::uuid or c."warehouseId" = ${warehouseId}::uuid))
       and (p.code = 'key_refused') = (${warehouseId}::uuid is not null)`;
  await tx.$executeRaw`
    update "Channel" h set "nextDueAt" = clock_timestamp(), failures = 0
      from "Connection" c
     where c.id = h."connectionId" and h."workspaceId" = ${workspaceId}::uuid and h."nextDueAt" is not null
       and (c."storeId" = ${storeId}::uuid or c."warehouseId" = ${warehouseId}::uuid)`;
}
