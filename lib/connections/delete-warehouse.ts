import { NotFoundError } from "@/lib/core/errors";
import { addAudit } from "@/lib/db/events";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { inUse } from "./in-use";

/** Deletes a warehouse and its key. Throws NotFoundError; ConflictError `in_use` while connections or shipments depend on it. */
export async function deleteWarehouse(scope: Scope, params: { id: string }): Promise<void> {
  const { workspaceId } = scope;
  const { id } = params;
  await inWorkspace(scope, async tx => {
    const row = await tx.warehouse.findFirst({
      where: { workspaceId, id },
      select: { name: true, _count: { select: { connections: true, shipments: true } } },
    });
    if (!row) throw new NotFoundError("warehouse");
    if (row._count.connections > 0) throw inUse("A connection still sends orders to this warehouse.", "Delete its connections first.");
    if (row._count.shipments > 0)
      throw inUse("Shipments of this warehouse are kept for their history.", "Leave it without a connection; it then does nothing.");
    await tx.credential.deleteMany({ where: { workspaceId, ownerKind: "warehouse", ownerId: id } });
    await tx.warehouse.deleteMany({ where: { workspaceId, id } });
    await addAudit(tx, scope, { kind: "warehouse.deleted", text: `Deleted the warehouse "${row.name}".`, warehouseId: id });
  });
}
