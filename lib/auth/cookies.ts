/**
 * `__Host-` cookies are sent to exactly our host over https and can't be set by a neighbour. Plain http, a laptop's localhost, can't have them.
 */
export function cookieName(what: "session" | "workspace", appUrl: string): string {
  const prefix = appUrl.startsWith("https:") ? "__Host-" : "";
  return `${prefix}dockbridge.${what}`;
}
