import { NotFoundError } from "@/lib/core/errors";
import { addAudit } from "@/lib/db/events";
import { ownRows } from "@/lib/db/page";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { inUse } from "./in-use";

/** Deletes a connection with its channels, runs and matches. Throws NotFoundError; ConflictError `in_use` while it is on or has orders. */
export async function deleteConnection(scope: Scope, params: { id: string }): Promise<void> {
  const { id } = params;
  const { workspaceId } = scope;
  await inWorkspace(scope, async tx => {
    const where = { AND: [ownRows(scope), { id }] };
    const row = await tx.connection.findFirst({
      where,
      select: { name: true, enabled: true, storeId: true, warehouseId: true, _count: { select: { orders: true } } },
    });
    if (!row) throw new NotFoundError("connection");
    if (row.enabled) throw inUse("This connection is switched on.", "Switch it off first.");
    if (row._count.orders > 0)
      throw inUse("Orders of this connection are kept for their history.", "Leave it switched off; it then does nothing.");
    await tx.problem.updateMany({ where: { workspaceId, connectionId: id, closedAt: null }, data: { closedAt: new Date() } });
    await tx.connection.deleteMany({ where });
    const { name, storeId, warehouseId } = row;
    await addAudit(tx, scope, { kind: "connection.deleted", text: `Deleted the connection "${name}".`, storeId, warehouseId });
  });
}
