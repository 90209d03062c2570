/**
 * Named points around every outside call and every commit, where a test can kill, throw, hang or delay the process.
 * Armed by `FAILPOINTS=name:kill|throw|hang|late[@n]` (`@n`: at the n-th pass, default the first); costs one map look-up when disarmed.
 */
type Effect = "kill" | "throw" | "hang" | "late";

interface Armed {
  effect: Effect;
  passesLeft: number;
}

const armed = new Map<string, Armed>();

/** What an armed `throw` point raises: unclassified on purpose, like any bug of ours. */
export class FailpointError extends Error {
  constructor(name: string) {
    super(`failpoint ${name}`);
    this.name = "FailpointError";
  }
}

/** Replaces the armed points. An empty spec disarms all. Throws on a spec it does not understand. */
export function armFailpoints(spec: string): void {
  armed.clear();
  for (const part of spec.split(",").filter(Boolean)) {
    const match = /^([a-z0-9_.-]+):(kill|throw|hang|late)(?:@(\d+))?$/.exec(part.trim());
    if (!match?.[1] || !match[2]) throw new Error(`FAILPOINTS: can't read "${part}"; write name:kill|throw|hang|late`);
    armed.set(match[1], { effect: match[2] as Effect, passesLeft: Number(match[3] ?? "1") });
  }
}

let observer: ((name: string) => void) | null = null;

/** Tells of every point that is passed, so that a test can learn which there are. Null ends it. */
export function observeFailpoints(listener: ((name: string) => void) | null): void {
  observer = listener;
}

/** Marks a point. Returns at once unless the point is armed; each arming fires once. */
export async function failpoint(name: string): Promise<void> {
  observer?.(name);
  const point = armed.get(name);
  if (!point) return;
  point.passesLeft -= 1;
  if (point.passesLeft > 0) return;
  armed.delete(name);
  if (point.effect === "kill") process.kill(process.pid, "SIGKILL");
  if (point.effect === "throw") throw new FailpointError(name);
  if (point.effect === "late") await new Promise(resolve => setTimeout(resolve, 3_000));
  if (point.effect === "hang" || point.effect === "kill") await new Promise(() => setInterval(() => undefined, 60_000));
}
