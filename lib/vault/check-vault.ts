import type { Vault } from "./vault";
import { VaultError } from "./vault-error";

/** What the check needs to know of the database. lib/db/vault-canary asks it. */
export interface CanaryStore {
  findCanary(): Promise<string | null>;
  /** Writes the canary unless another process was quicker. */
  insertCanary(sealed: string): Promise<void>;
  /** Any workspace's wrapped data key: shows whether something was sealed before there was a canary. */
  findAnyDataKey(): Promise<{ workspaceId: string; dataKeySealed: string } | null>;
}

/**
 * Proves, before anything is sealed or written, that the configured keys are the ones this database was sealed with. Writes only the very first canary.
 * @throws VaultError `vault_key_wrong`: the start must stop, and nothing was changed.
 */
export async function checkVault(vault: Vault, store: CanaryStore): Promise<void> {
  const canary = await store.findCanary();
  if (canary === null) {
    const dataKey = await store.findAnyDataKey();
    if (dataKey && !canOpen(vault, dataKey)) throw wrong();
    await store.insertCanary(vault.sealCanary());
  }
  // Read again: of two processes that start at once on an empty database, only one wrote, perhaps with another key.
  const stored = canary ?? (await store.findCanary());
  if (stored === null || vault.checkCanary(stored) === false) throw wrong();
}

function canOpen(vault: Vault, dataKey: { workspaceId: string; dataKeySealed: string }): boolean {
  try {
    const { workspaceId, dataKeySealed } = dataKey;
    const binding = { workspaceId, dataKeySealed, ownerId: workspaceId, field: "check" };
    return vault.open({ ...binding, sealed: vault.seal({ ...binding, plaintext: "check" }) }).reveal() === "check";
  } catch {
    return false;
  }
}

const wrong = () =>
  new VaultError("vault_key_wrong", "This database was sealed with another vault key than the ones configured. Nothing was changed.");
