/** The time a sandbox believes in. Tests turn it by `offsetMs`; nothing else in the sandbox asks the system for the time of day. */
export interface SandboxClock {
  /** Milliseconds since the epoch, offset included. */
  now(): number;
  /** The same instant as an ISO string. */
  iso(): string;
  offsetMs: number;
}

/** Makes a clock over the given source (default: the system). */
export function createClock(source: () => number = Date.now): SandboxClock {
  const clock: SandboxClock = {
    offsetMs: 0,
    now: () => source() + clock.offsetMs,
    iso: () => new Date(clock.now()).toISOString(),
  };
  return clock;
}

/** A pause that ends early, without an error, when the server closes. Resolves true when the time really passed. */
export function pause(delayMs: number, signal: AbortSignal): Promise<boolean> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve(false);
    const onAbort = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve(true);
    }, delayMs);
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
