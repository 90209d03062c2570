import type { Switches } from "./switches";

interface KeyWindow {
  startedAtMs: number;
  /** Arrival times of calls that were let in. */
  arrivals: number[];
}

export interface RateVerdict {
  isAllowed: boolean;
  headers: Record<string, string>;
  remaining: number;
}

export interface RateLimiter {
  /** Counts one call of a key, or refuses it. A refused call does not count. */
  take(apiKey: string): RateVerdict;
  clear(): void;
}

/** 40 a minute and key (ShipStation: API Requirements). Fixed windows start with a key's first call; a sliding one looks back from now. */
export function createRateLimiter(switches: Switches, now: () => number): RateLimiter {
  const windows = new Map<string, KeyWindow>();

  const current = (apiKey: string, nowMs: number): KeyWindow => {
    const found = windows.get(apiKey);
    if (found && switches.rateWindow === "sliding") {
      found.arrivals = found.arrivals.filter(at => at > nowMs - switches.rateWindowMs);
      return found;
    }
    if (found && nowMs >= found.startedAtMs && nowMs < found.startedAtMs + switches.rateWindowMs) return found;
    const fresh: KeyWindow = { startedAtMs: nowMs, arrivals: [] };
    windows.set(apiKey, fresh);
    return fresh;
  };

  const resetSeconds = (window: KeyWindow, nowMs: number): number => {
    const startedAtMs = switches.rateWindow === "sliding" ? (window.arrivals[0] ?? nowMs) : window.startedAtMs;
    return Math.max(0, Math.ceil((startedAtMs + switches.rateWindowMs - nowMs) / 1000));
  };

  return {
    take(apiKey) {
      const nowMs = now();
      const window = current(apiKey, nowMs);
      const isAllowed = window.arrivals.length < switches.rateLimit;
      if (isAllowed) window.arrivals.push(nowMs);
      const remaining = Math.max(0, switches.rateLimit - window.arrivals.length);
      const reset = resetSeconds(window, nowMs);
      const headers: Record<string, string> = {};
      if (switches.rateHeaders) {
        headers["X-Rate-Limit-Limit"] = String(switches.rateLimit);
        headers["X-Rate-Limit-Remaining"] = String(remaining);
        headers["X-Rate-Limit-Reset"] = String(isAllowed ? reset : (switches.rateResetSeconds ?? reset));
      }
      if (!isAllowed && switches.retryAfter !== null) {
        headers["Retry-After"] = String(switches.retryAfter === "reset" ? reset : switches.retryAfter);
      }
      return { isAllowed, headers, remaining };
    },
    clear: () => windows.clear(),
  };
}
