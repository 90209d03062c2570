import { AppError } from "@/lib/core/errors";

/**
 * `vault_keys_invalid`: VAULT_KEYS can't be used. `vault_key_unknown`: sealed with a key that is not configured. `vault_refused`: the seal does not
 * belong here or was changed. `vault_key_wrong`: this database was sealed with another key; the start must stop.
 */
export type VaultErrorCode = "vault_keys_invalid" | "vault_key_unknown" | "vault_refused" | "vault_key_wrong";

/** Messages never contain a key, a seal or a plaintext. */
export class VaultError extends AppError {
  declare readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, message: string) {
    const isSetup = code === "vault_keys_invalid" || code === "vault_key_wrong";
    super({
      code,
      message,
      userMessage: isSetup ? message : "A stored credential could not be read.",
      owner: isSetup ? "operator" : "dockbridge",
      nextStep: isSetup ? "Set VAULT_KEYS to the keys this database was sealed with (id:base64, …); the first one seals." : undefined,
    });
  }
}
