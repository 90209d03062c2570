import { createHash, timingSafeEqual } from "node:crypto";

/** True for `Authorization: Bearer <secret>`. Hashes are compared, in constant time, so that neither length nor beginning shows. An unset secret is never right. */
export function isCronCall(headers: Headers, secret: string | undefined): boolean {
  if (!secret) return false;
  const given = /^Bearer\s+(\S+)\s*$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
  return timingSafeEqual(digest(given), digest(secret));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
