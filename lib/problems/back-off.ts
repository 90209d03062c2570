/** Vendors may ask for a day; we look again after at most this long, because their own words are re-read then. */
const RETRY_AFTER_CAP_MS = 15 * 60_000;

/**
 * Full jitter: a random time up to `min(cap, base · 2^n)`, so that many callers that failed together do not come back together.
 * A vendor's wish (`Retry-After`, `X-Rate-Limit-Reset`) wins, capped at 15 minutes.
 */
export function backOffMs(options: {
  failures: number;
  baseMs?: number;
  capMs?: number;
  retryAfterMs?: number;
  random?: () => number;
}): number {
  if (options.retryAfterMs !== undefined) return Math.min(Math.max(options.retryAfterMs, 0), RETRY_AFTER_CAP_MS);
  const base = options.baseMs ?? 2_000;
  const cap = options.capMs ?? 5 * 60_000;
  const ceiling = Math.min(cap, base * 2 ** Math.min(options.failures, 16));
  return Math.round((options.random ?? Math.random)() * ceiling);
}
