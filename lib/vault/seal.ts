import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { VaultError } from "./vault-error";

export const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "v1";

/** What a seal is bound to. The same bytes under any other owner or field are refused, so rows can't be swapped. */
export interface Binding {
  workspaceId: string;
  ownerId: string;
  field: string;
}

/** AES-256-GCM with a fresh IV: `v1.<keyId>.<iv>.<ct+tag>`, base64url. */
export function sealBytes(input: { keyId: string; key: Buffer; binding: Binding; plaintext: Buffer }): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", input.key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(input.binding));
  const sealed = Buffer.concat([cipher.update(input.plaintext), cipher.final(), cipher.getAuthTag()]);
  return [VERSION, input.keyId, iv.toString("base64url"), sealed.toString("base64url")].join(".");
}

/** The key id a seal names. @throws VaultError `vault_refused` for anything that is no seal. */
export function keyIdOf(sealed: string): string {
  return split(sealed).keyId;
}

/** @throws VaultError `vault_refused` when a byte was changed or the binding is another one. */
export function openBytes(input: { key: Buffer; binding: Binding; sealed: string }): Buffer {
  const { iv, body } = split(input.sealed);
  const decipher = createDecipheriv("aes-256-gcm", input.key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(additionalData(input.binding));
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, body.length - TAG_BYTES)), decipher.final()]);
  } catch {
    // The library's own error says nothing more, and is not let near a log.
    throw refused();
  }
}

function split(sealed: string): { keyId: string; iv: Buffer; body: Buffer } {
  const [version, keyId, ivText, bodyText, ...rest] = sealed.split(".");
  if (version !== VERSION || !keyId || !ivText || !bodyText || rest.length > 0) throw refused();
  const iv = decode(ivText);
  const body = decode(bodyText);
  if (iv.length !== IV_BYTES || body.length < TAG_BYTES) throw refused();
  return { keyId, iv, body };
}

/** One spelling per value: base64's spare bits and ignored characters would let a changed text open. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw refused();
  return bytes;
}

function additionalData({ workspaceId, ownerId, field }: Binding): Buffer {
  const parts = [VERSION, workspaceId, ownerId, field];
  // With a bar inside a part, two different bindings could read the same.
  if (parts.some(part => part.includes("|") || part === ""))
    throw new VaultError("vault_refused", "A binding part is empty or contains a bar.");
  return Buffer.from(parts.join("|"));
}

const refused = () => new VaultError("vault_refused", "A seal was refused: it was changed, or it belongs elsewhere.");
