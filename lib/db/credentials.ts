import { NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Secret } from "@/lib/vault/secret";
import type { Vault } from "@/lib/vault/vault";
import type { Tx } from "./client";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

/** Whose credentials: one store or one warehouse. */
export interface CredentialOwner {
  ownerKind: "store" | "warehouse";
  ownerId: string;
}

/** Field to plaintext; null forgets the field; a field that is not named stays as it is. */
export type CredentialValues = Record<string, string | null>;

/**
 * Seals and stores values. Who may see one merchant only may change its own stores, and a warehouse that ships for nobody else.
 * @throws NotFoundError when the owner is not this caller's; VaultError when the workspace's data key can't be opened. Nothing is written then.
 */
export async function saveCredentials(scope: Scope, params: CredentialOwner & { values: CredentialValues; vault: Vault }): Promise<void> {
  await inWorkspace(scope, async tx => {
    await requireOwner(tx, { scope, owner: params, forWriting: true });
    await writeCredentials(tx, { ...params, workspaceId: scope.workspaceId });
  });
}

/** The same inside a caller's transaction that has just made or checked the owner. */
export async function writeCredentials(
  tx: Tx,
  params: CredentialOwner & { workspaceId: string; values: CredentialValues; vault: Vault },
): Promise<void> {
  const { workspaceId, ownerKind, ownerId, vault } = params;
  const dataKeySealed = await getDataKey(tx, workspaceId);
  for (const [field, plaintext] of Object.entries(params.values)) {
    const key = { workspaceId, ownerKind, ownerId, field };
    if (plaintext === null) {
      await tx.credential.deleteMany({ where: key });
      continue;
    }
    const sealed = vault.seal({ workspaceId, ownerId, field, dataKeySealed, plaintext });
    await tx.credential.upsert({
      where: { workspaceId_ownerKind_ownerId_field: key },
      create: { id: newId(), ...key, sealed },
      update: { sealed, setAt: new Date() },
    });
  }
}

/**
 * Every stored value of the owner, as secrets that do not print. Empty when none is stored.
 * @throws NotFoundError when the owner is not this caller's; VaultError when a value was changed or moved.
 */
export async function openCredentials(scope: Scope, params: CredentialOwner & { vault: Vault }): Promise<Record<string, Secret>> {
  const { ownerKind, ownerId, vault } = params;
  const { workspaceId } = scope;
  return inWorkspace(scope, async tx => {
    await requireOwner(tx, { scope, owner: params, forWriting: false });
    const rows = await tx.credential.findMany({ where: { workspaceId, ownerKind, ownerId } });
    if (rows.length === 0) return {};
    const dataKeySealed = await getDataKey(tx, workspaceId);
    return Object.fromEntries(rows.map(({ field, sealed }) => [field, vault.open({ workspaceId, ownerId, field, dataKeySealed, sealed })]));
  });
}

/** Forgets every credential of the owner. */
export async function deleteCredentials(scope: Scope, params: CredentialOwner): Promise<void> {
  const { ownerKind, ownerId } = params;
  await inWorkspace(scope, async tx => {
    await requireOwner(tx, { scope, owner: params, forWriting: true });
    await tx.credential.deleteMany({ where: { workspaceId: scope.workspaceId, ownerKind, ownerId } });
  });
}

async function requireOwner(
  tx: Tx,
  { scope, owner, forWriting }: { scope: Scope; owner: CredentialOwner; forWriting: boolean },
): Promise<void> {
  const { workspaceId, merchantId } = scope;
  const id = { workspaceId, id: owner.ownerId };
  const count =
    owner.ownerKind === "store"
      ? await tx.store.count({ where: { ...id, ...(merchantId ? { merchantId } : {}) } })
      : await tx.warehouse.count({ where: { ...id, ...(merchantId ? { connections: warehouseRule(merchantId, forWriting) } : {}) } });
  if (count === 0) throw new NotFoundError(owner.ownerKind);
}

const warehouseRule = (merchantId: string, forWriting: boolean) =>
  forWriting ? { every: { merchantId }, some: { merchantId } } : { some: { merchantId } };

async function getDataKey(tx: Tx, workspaceId: string): Promise<string> {
  const workspace = await tx.workspace.findUnique({ where: { id: workspaceId }, select: { dataKeySealed: true } });
  if (!workspace) throw new NotFoundError("workspace");
  return workspace.dataKeySealed;
}
