import { pause } from "../shared/clock";
import type { SandboxRequest } from "../shared/exchange";
import { Refusal } from "./errors";
import type { Site } from "./site";

/** The licence's brake: cores, requests per minute, a short queue, then refusal. Marks nothing on delayed calls, as the real one. */
export interface Throttle {
  /** Waits for a turn. @returns what to call when the request is over. @throws Refusal (429) when it is declined. */
  enter(request: SandboxRequest): Promise<() => void>;
  /** Forgets the calls counted so far. */
  reset(): void;
  state(): { running: number; waiting: number; processedThisMinute: number };
}

interface Waiter {
  start: () => void;
}

export function createThrottle(site: Site): Throttle {
  let running = 0;
  let minute = -1;
  let processed = 0;
  const queue: Waiter[] = [];

  const decline = (request: SandboxRequest) => {
    request.notes.declined = true;
    return new Refusal({ status: 429, headers: { "content-type": "text/plain" }, body: site.switches.tooManyRequestsBody });
  };

  /** A finished call hands its core to the next in line, so that nobody overtakes. */
  const leave = () => {
    const next = queue.shift();
    if (next) next.start();
    else running -= 1;
  };

  /** From half the limit on, each call waits (seconds left) ÷ (limit − processed). */
  const delayMs = () => {
    const { requestsPerMinute: limit } = site.switches;
    const now = site.clock.now();
    const current = Math.floor(now / 60_000);
    if (current !== minute) {
      minute = current;
      processed = 0;
    }
    const leftMs = 60_000 - (now % 60_000);
    processed += 1;
    if (limit === 0 || processed <= limit / 2) return 0;
    return processed >= limit ? leftMs : leftMs / (limit - processed);
  };

  const waitForCore = async (request: SandboxRequest) => {
    const { maxConcurrentRequests: cores, queueMax, queueWaitMaxMs } = site.switches;
    if (cores === 0 || running < cores) {
      running += 1;
      return;
    }
    if (queue.length >= queueMax) throw decline(request);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const waiter = { start: () => resolve(true) };
    queue.push(waiter);
    const patience = new AbortController();
    const timeout = pause(queueWaitMaxMs, AbortSignal.any([request.signal, patience.signal])).then(() => false);
    const hasTurn = await Promise.race([promise, timeout]);
    patience.abort();
    if (hasTurn) return;
    const at = queue.indexOf(waiter);
    if (at >= 0) queue.splice(at, 1);
    throw decline(request);
  };

  return {
    async enter(request) {
      await waitForCore(request);
      const waitMs = delayMs();
      if (waitMs > 0) {
        request.notes.throttledMs = Math.round(waitMs);
        await pause(waitMs, request.signal);
      }
      return leave;
    },
    reset: () => {
      processed = 0;
    },
    state: () => ({ running, waiting: queue.length, processedThisMinute: processed }),
  };
}
