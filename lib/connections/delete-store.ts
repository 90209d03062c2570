import { NotFoundError } from "@/lib/core/errors";
import { addAudit } from "@/lib/db/events";
import { ownRows } from "@/lib/db/page";
import type { Scope } from "@/lib/db/scope";
import { getStore } from "@/lib/db/stores";
import { inWorkspace } from "@/lib/db/tx";
import { inUse } from "./in-use";
import type { Runtime } from "./runtime";
import { signOutStore } from "./sign-out-store";

/** Deletes a store and its credentials. Throws NotFoundError; ConflictError `in_use` while connections or orders depend on it. */
export async function deleteStore(scope: Scope, params: { id: string; runtime: Runtime }): Promise<void> {
  const { id, runtime } = params;
  const { workspaceId } = scope;
  await getStore(scope, { id });
  await signOutStore(scope, { storeId: id, runtime });
  await inWorkspace(scope, async tx => {
    const where = { AND: [ownRows(scope), { id }] };
    const row = await tx.store.findFirst({ where, select: { name: true, _count: { select: { connections: true, orders: true } } } });
    if (!row) throw new NotFoundError("store");
    if (row._count.connections > 0) throw inUse("This store is still connected to a warehouse.", "Delete its connections first.");
    if (row._count.orders > 0)
      throw inUse("Orders of this store are kept for their history.", "Leave the store without a connection; it then does nothing.");
    await tx.credential.deleteMany({ where: { workspaceId, ownerKind: "store", ownerId: id } });
    await tx.store.deleteMany({ where });
    await addAudit(tx, scope, { kind: "store.deleted", text: `Deleted the store "${row.name}".`, storeId: id });
  });
}
