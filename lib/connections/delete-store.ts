import { NotFoundError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { addAudit } from "@/lib/db/events";
import { ownRows } from "@/lib/db/page";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { inUse } from "./in-use";
import type { Runtime } from "./runtime";
import { signOutStore } from "./sign-out-store";

/** Deletes a store and its credentials, and gives its API sign-in back. Throws NotFoundError; ConflictError `in_use` while connections or orders depend on it. */
export async function deleteStore(scope: Scope, params: { id: string; runtime: Runtime }): Promise<void> {
  const { id, runtime } = params;
  const { workspaceId } = scope;
  await inWorkspace(scope, tx => requireUnused(tx, { scope, id }));
  await signOutStore(scope, { storeId: id, runtime });
  await inWorkspace(scope, async tx => {
    const { name } = await requireUnused(tx, { scope, id });
    await tx.credential.deleteMany({ where: { workspaceId, ownerKind: "store", ownerId: id } });
    await tx.store.deleteMany({ where: { AND: [ownRows(scope), { id }] } });
    await addAudit(tx, scope, { kind: "store.deleted", text: `Deleted the store "${name}".`, storeId: id });
  });
}

async function requireUnused(tx: Tx, { scope, id }: { scope: Scope; id: string }): Promise<{ name: string }> {
  const row = await tx.store.findFirst({
    where: { AND: [ownRows(scope), { id }] },
    select: { name: true, _count: { select: { connections: true, orders: true } } },
  });
  if (!row) throw new NotFoundError("store");
  if (row._count.connections > 0) throw inUse("This store is still connected to a warehouse.", "Delete its connections first.");
  if (row._count.orders > 0)
    throw inUse("Orders of this store are kept for their history.", "Leave it without a connection; it then does nothing.");
  return row;
}
