import { KEY_BYTES } from "./seal";
import { VaultError } from "./vault-error";

export interface VaultKey {
  id: string;
  key: Buffer;
}

/**
 * Reads VAULT_KEYS: `id:base64` separated by commas; the first seals, the others still open what they sealed.
 * @throws VaultError `vault_keys_invalid` that names the entry by its place, never its text.
 */
export function parseVaultKeys(text: string): VaultKey[] {
  const keys = text
    .split(",")
    .map(entry => entry.trim())
    .filter(Boolean)
    .map(readKey);
  if (keys.length === 0) throw new VaultError("vault_keys_invalid", "VAULT_KEYS is empty.");
  if (new Set(keys.map(({ id }) => id)).size < keys.length)
    throw new VaultError("vault_keys_invalid", "VAULT_KEYS names one key id twice.");
  return keys;
}

function readKey(entry: string, index: number): VaultKey {
  const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry);
  if (!match?.[1] || !match[2]) throw new VaultError("vault_keys_invalid", `VAULT_KEYS: entry ${index + 1} is not id:base64.`);
  const key = Buffer.from(match[2], "base64");
  if (key.length !== KEY_BYTES) {
    throw new VaultError("vault_keys_invalid", `VAULT_KEYS: entry ${index + 1} has ${key.length} bytes; a key has ${KEY_BYTES}.`);
  }
  return { id: match[1], key };
}
