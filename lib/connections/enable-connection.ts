import { NotFoundError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { addAudit } from "@/lib/db/events";
import { ownRows } from "@/lib/db/page";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { registerWebhooks } from "./register-webhooks";
import type { Runtime } from "./runtime";

/**
 * Switches the connection on: its channels are due now, and the warehouse is told where to call us, when it can reach us. Once more changes nothing.
 * Throws NotFoundError.
 */
export async function enableConnection(scope: Scope, params: { connectionId: string; runtime: Runtime }): Promise<void> {
  const { connectionId: id, runtime } = params;
  const warehouseId = await inWorkspace(scope, async tx => {
    const row = await tx.connection.findFirst({
      where: { AND: [ownRows(scope), { id }] },
      select: { name: true, enabled: true, warehouseId: true, storeId: true },
    });
    if (!row) throw new NotFoundError("connection");
    if (row.enabled) return null;
    await tx.connection.updateMany({
      where: { workspaceId: scope.workspaceId, id },
      data: { enabled: true, enabledAt: runtime.clock.now() },
    });
    await makeDue(tx, { workspaceId: scope.workspaceId, connectionId: id });
    // The first import reads everything that is open, so the first sweep has nothing to repair before tomorrow.
    await tx.$executeRaw`
      update "Channel" set "sweepDueAt" = clock_timestamp() + interval '1 day'
       where "workspaceId" = ${scope.workspaceId}::uuid and "connectionId" = ${id}::uuid and kind = 'orders' and "sweepDueAt" is null`;
    const { name, storeId } = row;
    await addAudit(tx, scope, {
      kind: "connection.enabled",
      text: `Switched the connection "${name}" on.`,
      connectionId: id,
      storeId,
      warehouseId: row.warehouseId,
    });
    return row.warehouseId;
  });
  if (warehouseId) await registerWebhooks(scope, { warehouseId, runtime });
}

/** Every running channel of the connection is due at once; `kind` narrows it to one. */
export async function makeDue(tx: Tx, request: { workspaceId: string; connectionId: string; kind?: string }): Promise<void> {
  const kind = request.kind ?? null;
  await tx.$executeRaw`
    update "Channel" set "nextDueAt" = clock_timestamp()
     where "workspaceId" = ${request.workspaceId}::uuid and "connectionId" = ${request.connectionId}::uuid and enabled and "pausedAt" is null
       and (${kind}::text is null or kind = ${kind}::text)`;
}
