/**
 * True when a browser sent this request from our own pages. Cookies travel with requests that other sites start, so a change asked for with a
 * cookie must prove where it comes from: `Sec-Fetch-Site` (browsers set it, pages can't), or an `Origin` that is ours. Neither: refused.
 */
export function isSameOrigin(input: { headers: Headers; appUrl: string }): boolean {
  const site = input.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = input.headers.get("origin");
  return origin !== null && URL.canParse(origin) && new URL(origin).origin === new URL(input.appUrl).origin;
}
