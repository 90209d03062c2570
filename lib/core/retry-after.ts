/**
 * How long the vendor asks to wait: `Retry-After` (seconds or a date, RFC 9110) or `X-Rate-Limit-Reset` (seconds until the window restarts, as
 * ShipStation V1 documents it). Null when it names no time. Not capped: the shared limit does that.
 */
export function readRetryAfterMs(headers: Record<string, string>, now: Date): number | null {
  const retryAfter = headers["retry-after"]?.trim();
  if (retryAfter) {
    if (/^\d+(\.\d+)?$/.test(retryAfter)) return Math.ceil(Number(retryAfter) * 1000);
    const at = Date.parse(retryAfter);
    if (!Number.isNaN(at)) return Math.max(0, at - now.getTime());
  }
  const reset = headers["x-rate-limit-reset"]?.trim();
  return reset && /^\d+(\.\d+)?$/.test(reset) ? Math.ceil(Number(reset) * 1000) : null;
}
