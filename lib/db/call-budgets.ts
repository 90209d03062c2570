import type { CallBudgetPort } from "@/lib/core/call-budget-port";
import type { Clock } from "@/lib/core/clock";
import { BudgetError } from "@/lib/core/http-types";
import { newId } from "@/lib/core/ids";
import { type BudgetSettings, blockBudget, type Decision, decide, insertBudget, learnBudget, releaseHolder } from "./call-budget-sql";
import type { Db } from "./client";

/** A vendor that asks for a day is asked again after a quarter of an hour. */
const BLOCK_MS_MAX = 15 * 60_000;
const LIMIT_MAX = 100_000;
/** Spreads what waits for the same moment. */
const JITTER_MS_MAX = 25;

export interface CallBudgetOptions {
  db: Db;
  clock: Clock;
  /** Shared by everything that spends from the same limit: a store, a vendor key. */
  key: string;
  /** Calls per window until the vendor's headers say otherwise. */
  limit: number;
  windowMs: number;
  /** Calls open at once. Default: not limited. */
  concurrency?: number;
  /** Longest wait for one call. Default 15 s; then BudgetError. */
  maxWaitMs?: number;
  /** How long a slot of a process that died stays taken. Longer than the longest call. Default 180 s. */
  leaseMs?: number;
  /** Added to the window against uneven delays on the way. Default 500 ms. */
  slackMs?: number;
}

type Priority = Parameters<CallBudgetPort["acquire"]>[0]["priority"];

/** The budget of one key, shared with every other process through the database. */
export interface CallBudget extends CallBudgetPort {
  /** What the vendor's headers said after a call. Cheap: asks the database only when it is news. */
  learn(facts: { limit?: number; remaining?: number; resetMs?: number }): Promise<void>;
  /** Waits until slots that were given back are free in the database too. For shutdown and tests. */
  drain(): Promise<void>;
}

/**
 * The shared limit over table CallBudget. Calls of one priority that have to wait stand in line within this process, so that a full limit costs one question
 * per freed call and process; another priority never waits behind them.
 */
export function createCallBudget(options: CallBudgetOptions): CallBudget {
  const { db, clock, key, maxWaitMs = 15_000 } = options;
  const settings = settingsOf(options);
  const lanes: Record<Priority, Lane> = { write_back: createLane(), normal: createLane(), import: createLane() };
  const releases = new Set<Promise<void>>();
  const learned = { limit: settings.limit, used: 0 };
  let slotFreed = Promise.withResolvers<void>();

  const decideOnce = async (priority: Priority, holder: string): Promise<Decision> => {
    const call = { priority, holder };
    let decision = await decide(db, settings, call);
    if (!decision) {
      await insertBudget(db, key);
      decision = await decide(db, settings, call);
    }
    if (!decision) throw new Error("a call budget vanished while it was used");
    if (decision.isGranted) Object.assign(learned, { limit: decision.limit, used: decision.used });
    return decision;
  };
  const slotOf = (holder: string) => ({
    release: () => {
      if (settings.concurrency === null) return;
      const freed = releaseHolder(db, { key, holder })
        .catch(() => undefined) // The lease ends by itself; a call that went well must not fail over this.
        .finally(() => {
          releases.delete(freed);
          slotFreed.resolve();
          slotFreed = Promise.withResolvers();
        });
      releases.add(freed);
    },
  });
  const waitInLine = async (priority: Priority, holder: string, signal: AbortSignal | undefined) => {
    const giveUpAtMs = clock.now().getTime() + maxWaitMs;
    for (;;) {
      signal?.throwIfAborted();
      const decision = await decideOnce(priority, holder);
      if (decision.isGranted) return;
      if (clock.now().getTime() + decision.waitMs > giveUpAtMs) throw tooLong(decision);
      const freed = decision.waitsFor === "slot" ? slotFreed.promise : null;
      await sleepUntil({ clock, ms: decision.waitMs + Math.random() * JITTER_MS_MAX, signal, sooner: freed });
    }
  };
  return {
    async acquire({ priority, signal }) {
      const holder = newId();
      const lane = lanes[priority];
      signal?.throwIfAborted();
      if (lane.isEmpty() && (await decideOnce(priority, holder)).isGranted) return slotOf(holder);
      await lane.run(() => waitInLine(priority, holder, signal));
      return slotOf(holder);
    },
    async block(until, reason) {
      const waitMs = Math.min(Math.max(until.getTime() - clock.now().getTime(), 0), BLOCK_MS_MAX);
      await blockBudget(db, { key, waitMs, reason });
    },
    async learn({ limit, remaining, resetMs }) {
      const newLimit = limit !== undefined && Number.isInteger(limit) && limit > 0 ? Math.min(limit, LIMIT_MAX) : null;
      const cap = newLimit ?? learned.limit;
      const vendorUsed = remaining === undefined ? 0 : Math.max(0, cap - Math.max(0, Math.trunc(remaining)));
      if (cap === learned.limit && vendorUsed <= learned.used) return;
      const { windowMs, slackMs } = settings;
      await learnBudget(db, { key, limit: newLimit, vendorUsed, resetMs: Math.max(0, resetMs ?? windowMs), windowMs, slackMs });
      Object.assign(learned, { limit: cap, used: Math.max(learned.used, vendorUsed) });
    },
    async drain() {
      await Promise.all(releases);
    },
  };
}

function settingsOf(options: CallBudgetOptions): BudgetSettings {
  const { key, windowMs, concurrency, leaseMs = 180_000, slackMs = 500 } = options;
  const limit = Math.min(Math.max(1, Math.trunc(options.limit)), LIMIT_MAX);
  return { key, windowMs, leaseMs, slackMs, limit, concurrency: concurrency === undefined ? null : Math.max(1, Math.trunc(concurrency)) };
}

/** A line: one after the other, each whatever became of the one before. */
interface Lane {
  isEmpty(): boolean;
  run<T>(work: () => Promise<T>): Promise<T>;
}

function createLane(): Lane {
  let tail: Promise<unknown> = Promise.resolve();
  let length = 0;
  return {
    isEmpty: () => length === 0,
    run(work) {
      length += 1;
      const result = tail.then(work).finally(() => {
        length -= 1;
      });
      tail = result.catch(() => undefined);
      return result;
    },
  };
}

/** Sleeps, or less when `sooner` happens first. */
async function sleepUntil(wait: {
  clock: Clock;
  ms: number;
  signal: AbortSignal | undefined;
  sooner: Promise<void> | null;
}): Promise<void> {
  const { clock, ms, signal, sooner } = wait;
  if (!sooner) return clock.sleep(ms, signal);
  const woken = new AbortController();
  const slept = clock.sleep(ms, signal ? AbortSignal.any([signal, woken.signal]) : woken.signal);
  await Promise.race([sooner, slept]);
  woken.abort();
  await slept.catch(() => signal?.throwIfAborted());
}

function tooLong(decision: Decision): BudgetError {
  const reason = {
    block: "The vendor asked to slow down.",
    rate: "The limit of calls is used up.",
    slot: "All calls that may be open are open.",
  };
  return new BudgetError({ message: reason[decision.waitsFor ?? "rate"], resumeAt: decision.resumeAt });
}
