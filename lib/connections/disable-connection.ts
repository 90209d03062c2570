import { NotFoundError } from "@/lib/core/errors";
import { addAudit } from "@/lib/db/events";
import { ownRows } from "@/lib/db/page";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { endStoppedRuns } from "@/lib/sync/end-stopped-runs";
import type { Runtime } from "./runtime";
import { signOutStore } from "./sign-out-store";

/**
 * Switches the connection off: nothing starts any more, what is under way ends its piece. The API sign-in is given back when no other connection of the store
 * runs. Throws NotFoundError.
 */
export async function disableConnection(scope: Scope, params: { connectionId: string; runtime: Runtime }): Promise<void> {
  const { connectionId: id, runtime } = params;
  const { workspaceId } = scope;
  const idleStoreId = await inWorkspace(scope, async tx => {
    const row = await tx.connection.findFirst({
      where: { AND: [ownRows(scope), { id }] },
      select: { name: true, enabled: true, storeId: true },
    });
    if (!row) throw new NotFoundError("connection");
    if (!row.enabled) return null;
    await tx.connection.updateMany({ where: { workspaceId, id }, data: { enabled: false } });
    await tx.channel.updateMany({ where: { workspaceId, connectionId: id }, data: { nextDueAt: null } });
    await endStoppedRuns(tx, { connectionId: id });
    await addAudit(tx, scope, {
      kind: "connection.disabled",
      text: `Switched the connection "${row.name}" off.`,
      connectionId: id,
      storeId: row.storeId,
    });
    const others = await tx.connection.count({ where: { workspaceId, storeId: row.storeId, enabled: true } });
    return others === 0 ? row.storeId : null;
  });
  if (idleStoreId) await signOutStore(scope, { storeId: idleStoreId, runtime });
}
