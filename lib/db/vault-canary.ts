import type { CanaryStore } from "@/lib/vault/check-vault";
import type { RotationStore } from "@/lib/vault/rotate-keys";
import type { Db } from "./client";

const CANARY_ID = "vault";

/** The rows behind the vault's start check and its key rotation. Neither table has row-level security: they hold no tenant data in the clear. */
export function vaultStore(db: Db): CanaryStore & RotationStore {
  return {
    findCanary: async () => (await db.vaultCanary.findUnique({ where: { id: CANARY_ID } }))?.sealed ?? null,
    insertCanary: async sealed => {
      await db.vaultCanary.createMany({ data: [{ id: CANARY_ID, sealed }], skipDuplicates: true });
    },
    replaceCanary: async ({ from, to }) => {
      await db.vaultCanary.updateMany({ where: { id: CANARY_ID, sealed: from }, data: { sealed: to } });
    },
    findAnyDataKey: async () => {
      const found = await db.workspace.findFirst({ select: { id: true, dataKeySealed: true }, orderBy: { id: "asc" } });
      return found && { workspaceId: found.id, dataKeySealed: found.dataKeySealed };
    },
    listDataKeys: async ({ afterId, limit }) => {
      const where = afterId === null ? {} : { id: { gt: afterId } };
      const rows = await db.workspace.findMany({ where, select: { id: true, dataKeySealed: true }, orderBy: { id: "asc" }, take: limit });
      return rows.map(({ id, dataKeySealed }) => ({ workspaceId: id, dataKeySealed }));
    },
    replaceDataKey: async ({ workspaceId, from, to }) => {
      const { count } = await db.workspace.updateMany({ where: { id: workspaceId, dataKeySealed: from }, data: { dataKeySealed: to } });
      return count === 1;
    },
  };
}
