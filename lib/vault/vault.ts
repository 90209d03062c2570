import { createHmac, randomBytes } from "node:crypto";
import { type Binding, KEY_BYTES, keyIdOf, openBytes, sealBytes } from "./seal";
import { Secret } from "./secret";
import { VaultError } from "./vault-error";
import type { VaultKey } from "./vault-keys";

/**
 * Two layers: a key-encryption key from the environment wraps one random data key per workspace; the data key seals values. Rotating the first re-wraps
 * data keys only; dropping a data key shreds a workspace's credentials. Plaintext and data keys are never cached: opening takes microseconds.
 */
export interface Vault {
  /** A new data key for a workspace, wrapped: the value of `Workspace.dataKeySealed`. */
  newDataKey(workspaceId: string): string;
  seal(value: Binding & { dataKeySealed: string; plaintext: string }): string;
  /** @throws VaultError `vault_refused` or `vault_key_unknown`. */
  open(value: Binding & { dataKeySealed: string; sealed: string }): Secret;
  /** The data key wrapped by the newest key, or null when it already is. The values under it stay as they are. @throws VaultError */
  rewrapDataKey(value: { workspaceId: string; dataKeySealed: string }): string | null;
  /** A known text under the newest key: proves later that the key is still the same. */
  sealCanary(): string;
  /** True: opens under the newest key; "older": under an older one; false: under none that is configured. */
  checkCanary(sealed: string): true | "older" | false;
}

const CANARY_TEXT = "dockbridge vault canary";
const canaryBinding: Binding = { workspaceId: "all", ownerId: "vault", field: "canary" };
const wrapBinding = (workspaceId: string): Binding => ({ workspaceId, ownerId: workspaceId, field: "data-key" });

/** `keys` as parseVaultKeys gives them: the first seals, every one opens. @throws VaultError `vault_keys_invalid` without a key. */
export function createVault({ keys }: { keys: VaultKey[] }): Vault {
  const [newest] = keys;
  if (!newest) throw new VaultError("vault_keys_invalid", "VAULT_KEYS is empty.");
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  const keyFor = (sealed: string): Buffer => {
    const key = byId.get(keyIdOf(sealed));
    if (!key) throw new VaultError("vault_key_unknown", "A seal names a vault key that is not configured.");
    return key;
  };
  const unwrap = (workspaceId: string, dataKeySealed: string): Buffer => {
    const dataKey = openBytes({ key: keyFor(dataKeySealed), binding: wrapBinding(workspaceId), sealed: dataKeySealed });
    if (dataKey.length !== KEY_BYTES) throw new VaultError("vault_refused", "A data key has the wrong length.");
    return dataKey;
  };
  const wrap = (workspaceId: string, dataKey: Buffer) =>
    sealBytes({ keyId: newest.id, key: newest.key, binding: wrapBinding(workspaceId), plaintext: dataKey });
  return {
    newDataKey: workspaceId => wrap(workspaceId, randomBytes(KEY_BYTES)),
    seal: ({ dataKeySealed, plaintext, ...binding }) => {
      const key = unwrap(binding.workspaceId, dataKeySealed);
      return sealBytes({ keyId: dataKeyId(key), key, binding: bindingOf(binding), plaintext: Buffer.from(plaintext, "utf8") });
    },
    open: ({ dataKeySealed, sealed, ...binding }) => {
      const key = unwrap(binding.workspaceId, dataKeySealed);
      if (keyIdOf(sealed) !== dataKeyId(key)) throw new VaultError("vault_refused", "A seal was made with another data key.");
      return new Secret(openBytes({ key, binding: bindingOf(binding), sealed }).toString("utf8"));
    },
    rewrapDataKey: ({ workspaceId, dataKeySealed }) =>
      keyIdOf(dataKeySealed) === newest.id ? null : wrap(workspaceId, unwrap(workspaceId, dataKeySealed)),
    sealCanary: () => sealBytes({ keyId: newest.id, key: newest.key, binding: canaryBinding, plaintext: Buffer.from(CANARY_TEXT) }),
    checkCanary: sealed => {
      try {
        const text = openBytes({ key: keyFor(sealed), binding: canaryBinding, sealed }).toString("utf8");
        if (text !== CANARY_TEXT) return false;
        return keyIdOf(sealed) === newest.id ? true : "older";
      } catch {
        return false;
      }
    },
  };
}

/** A name for a data key that tells nothing about it, so that a seal shows which key it needs. */
function dataKeyId(key: Buffer): string {
  return `d${createHmac("sha256", key).update("dockbridge data key id").digest("hex").slice(0, 12)}`;
}

/** Callers pass wider objects; only these three parts bind. */
const bindingOf = ({ workspaceId, ownerId, field }: Binding): Binding => ({ workspaceId, ownerId, field });
