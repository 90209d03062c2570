const OWN = "http://own.invalid";

/**
 * A path of our own to go on to after a sign-in, or `/`. Judged after it is resolved as a browser does: `//host` and `/\host` lead elsewhere, and `/.//host`
 * becomes `//host` when a router takes the resolved path as an address once more.
 */
export function ownPath(next: string): string {
  if (!/^\/[^\s\\\p{Cc}]*$/u.test(next) || !URL.canParse(next, OWN)) return "/";
  const { origin, pathname, search, hash } = new URL(next, OWN);
  return origin === OWN && !pathname.startsWith("//") ? pathname + search + hash : "/";
}
