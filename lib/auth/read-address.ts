/**
 * The caller's address for the sign-in limit: the entry that the nearest proxy (or Next itself) added, which is the last one; those before it are whatever
 * the caller wrote. Behind two proxies it is the outer proxy's: the limit per address is then shared, the one per account is not affected.
 */
export function readAddress(headers: Headers): string {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return (last || "unknown").slice(0, 64);
}
