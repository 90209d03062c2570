import type { Vault } from "./vault";

/** What a rotation needs of the database. lib/db/vault-canary has it. */
export interface RotationStore {
  /** Wrapped data keys of the workspaces after the given id, in id order. */
  listDataKeys(request: { afterId: string | null; limit: number }): Promise<{ workspaceId: string; dataKeySealed: string }[]>;
  /** Replaces a data key only while it is still the one that was read. True when it was. */
  replaceDataKey(change: { workspaceId: string; from: string; to: string }): Promise<boolean>;
  findCanary(): Promise<string | null>;
  replaceCanary(change: { from: string; to: string }): Promise<void>;
}

const PAGE = 200;

/**
 * Wraps every workspace's data key with the newest key, the canary last: when it is done the older keys can be taken out of VAULT_KEYS. Safe to stop and
 * to repeat, also while others read: sealed values themselves do not change. Returns how many data keys were re-wrapped.
 * @throws VaultError when a data key can't be opened; those before it are done, nothing is lost.
 */
export async function rotateKeys(vault: Vault, store: RotationStore): Promise<{ rewrapped: number }> {
  let rewrapped = 0;
  let afterId: string | null = null;
  for (;;) {
    const page = await store.listDataKeys({ afterId, limit: PAGE });
    for (const { workspaceId, dataKeySealed } of page) {
      const to = vault.rewrapDataKey({ workspaceId, dataKeySealed });
      if (to && (await store.replaceDataKey({ workspaceId, from: dataKeySealed, to }))) rewrapped += 1;
      afterId = workspaceId;
    }
    if (page.length < PAGE) break;
  }
  const canary = await store.findCanary();
  if (canary && vault.checkCanary(canary) === "older") await store.replaceCanary({ from: canary, to: vault.sealCanary() });
  return { rewrapped };
}
