import { createHash, randomBytes } from "node:crypto";

const MARK = "dbk_";
const PREFIX_LENGTH = 12;

/** A new key with 256 random bits. Only the hash is stored: a plain SHA-256, because such a key can't be guessed and need not be stretched. */
export function createApiKeySecret(): { secret: string; hash: string; prefix: string } {
  const secret = `${MARK}${randomBytes(32).toString("base64url")}`;
  return { secret, hash: hashApiKey(secret), prefix: secret.slice(0, PREFIX_LENGTH) };
}

export function hashApiKey(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The key of an `Authorization: Bearer dbk_…` header. Null: there is no such header, or it is none of ours. */
export function readBearer(header: string | null): string | null {
  const match = /^Bearer\s+(dbk_[A-Za-z0-9_-]{43})\s*$/i.exec(header ?? "");
  return match?.[1] ?? null;
}
