import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/core/clock";
import { BudgetError } from "@/lib/core/http-types";
import { newId } from "@/lib/core/ids";
import { type CallBudget, type CallBudgetOptions, createCallBudget } from "./call-budgets";
import { createDb, type Db } from "./client";
import { readCallBudget } from "./read-call-budget";
import { createTestDb, type TestDb } from "./testing/test-db";

let test: TestDb;
const pools: Db[] = [];

beforeAll(async () => {
  test = await createTestDb();
  await logGrants();
  for (let i = 0; i < 4; i += 1) pools.push(createDb({ url: test.url, poolMax: 4 }));
});
afterAll(async () => {
  await Promise.all(pools.map(pool => pool.$disconnect()));
  await test.close();
});

const WINDOW_MS = 600;
const make = (options: Partial<CallBudgetOptions> = {}): CallBudget =>
  createCallBudget({
    db: test.db,
    clock: systemClock,
    key: newId(),
    limit: 10,
    windowMs: WINDOW_MS,
    slackMs: 60,
    maxWaitMs: 10_000,
    ...options,
  });

const isRefused = async (budget: CallBudget, priority: "write_back" | "normal" | "import" = "normal") => {
  const error = await budget.acquire({ priority }).then(
    slot => slot.release(),
    error => error,
  );
  if (error) expect(error).toBeInstanceOf(BudgetError);
  return error !== undefined;
};

/** The most grants in any window, half-open, of the given times. */
function mostInAnyWindow(times: number[], windowMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.max(...sorted.map((from, index) => sorted.slice(index).filter(at => at < from + windowMs).length));
}

/** Uses a budget as hard as it can and returns when the database granted, by a clock read of its own inside the granting transaction. */
async function spend(budgets: CallBudget[], request: { key: string; workersEach: number; forMs: number }): Promise<number[]> {
  const endsAt = performance.now() + request.forMs;
  const worker = async (budget: CallBudget) => {
    while (performance.now() < endsAt) (await budget.acquire({ priority: "normal" })).release();
  };
  await Promise.all(budgets.flatMap(budget => Array.from({ length: request.workersEach }, () => worker(budget))));
  const rows = await test.db.$queryRaw<{ ms: number }[]>`
    select (extract(epoch from at) * 1000)::float8 as ms from grant_log where key = ${request.key}`;
  return rows.map(({ ms }) => ms);
}

/** Logs each grant beside the budget's own stamps, so that the oracle does not believe the code under test. A budget without slots is updated by grants alone. */
async function logGrants(): Promise<void> {
  await test.db.$executeRaw`create table grant_log (key text, at timestamptz)`;
  await test.db.$executeRaw`
    create function log_grant() returns trigger language plpgsql as 'begin insert into grant_log values (new.key, clock_timestamp()); return new; end'`;
  await test.db.$executeRaw`create trigger log_grant before update on "CallBudget" for each row execute function log_grant()`;
}

describe("call budget", () => {
  it("never grants more than the limit in any window to four processes with eight callers each, and wastes little of it", async () => {
    const key = newId();
    const limit = 20;
    const budgets = pools.map(db => make({ db, key, limit }));
    const forMs = 4_000;
    const grantedAt = await spend(budgets, { key, workersEach: 8, forMs });
    expect(mostInAnyWindow(grantedAt, WINDOW_MS)).toBeLessThanOrEqual(limit);
    expect(grantedAt.length).toBeGreaterThan((forMs / WINDOW_MS) * limit * 0.6);
  });

  it("holds a limit too large for single stamps as strictly", async () => {
    const key = newId();
    const limit = 300;
    const budgets = pools.map(db => make({ db, key, limit, windowMs: 1_000 }));
    const grantedAt = await spend(budgets, { key, workersEach: 4, forMs: 2_500 });
    expect(mostInAnyWindow(grantedAt, 1_000)).toBeLessThanOrEqual(limit);
    expect(grantedAt.length).toBeGreaterThan(limit);
    const row = await test.db.callBudget.findUniqueOrThrow({ where: { key } });
    expect(row.stamps.length).toBeLessThanOrEqual(300);
  });

  it("never has more calls open than there are slots, over four processes", async () => {
    const key = newId();
    let open = 0;
    let most = 0;
    const budgets = pools.map(db => make({ db, key, limit: 10_000, concurrency: 3 }));
    const work = async (budget: CallBudget) => {
      const slot = await budget.acquire({ priority: "normal" });
      open += 1;
      most = Math.max(most, open);
      await systemClock.sleep(5);
      open -= 1;
      slot.release();
    };
    await Promise.all(budgets.flatMap(budget => Array.from({ length: 10 }, () => work(budget))));
    expect(most).toBe(3);
    await Promise.all(budgets.map(budget => budget.drain()));
    expect((await readCallBudget(test.db, { key, limit: 1, windowMs: WINDOW_MS })).openCalls).toBe(0);
  });

  it("frees the slot of a process that died when its lease ends", async () => {
    const key = newId();
    await make({ key, concurrency: 1, leaseMs: 200 }).acquire({ priority: "normal" });
    const started = performance.now();
    await make({ key, concurrency: 1 }).acquire({ priority: "normal" });
    expect(performance.now() - started).toBeGreaterThan(120);
  });

  it("refuses at once when the wait would be too long, and names the time from which it can go on", async () => {
    const budget = make({ limit: 1, windowMs: 60_000, maxWaitMs: 1_000 });
    await budget.acquire({ priority: "normal" });
    const started = performance.now();
    const error = await budget.acquire({ priority: "normal" }).catch(error => error);
    expect(error).toBeInstanceOf(BudgetError);
    expect(performance.now() - started).toBeLessThan(900);
    expect(Math.abs(error.resumeAt.getTime() - Date.now() - 60_060)).toBeLessThan(2_000);
  });

  it("keeps a fifth of the limit for write-backs when imports have used the rest", async () => {
    const budget = make({ limit: 10, windowMs: 60_000, maxWaitMs: 0 });
    for (let i = 0; i < 8; i += 1) expect(await isRefused(budget, "import")).toBe(false);
    expect(await isRefused(budget, "import")).toBe(true);
    for (let i = 0; i < 2; i += 1) expect(await isRefused(budget, "write_back")).toBe(false);
    expect(await isRefused(budget, "write_back")).toBe(true);
  });

  it("lets a write-back through while imports stand in line", async () => {
    const budget = make({ limit: 5, windowMs: 3_000 });
    for (let i = 0; i < 4; i += 1) await budget.acquire({ priority: "import" });
    const stop = new AbortController();
    const waiting = [1, 2, 3].map(() => budget.acquire({ priority: "import", signal: stop.signal }).catch(() => "stopped"));
    const started = performance.now();
    await budget.acquire({ priority: "write_back" });
    expect(performance.now() - started).toBeLessThan(1_000);
    stop.abort();
    expect(await Promise.all(waiting)).toEqual(["stopped", "stopped", "stopped"]);
  });

  it("makes no call from any process while the vendor asked to wait, and goes on after", async () => {
    const key = newId();
    const budgets = pools.map(db => make({ db, key }));
    const [first] = budgets;
    await first?.block(new Date(Date.now() + 700), "429");
    const started = performance.now();
    await Promise.all(budgets.map(budget => budget.acquire({ priority: "write_back" })));
    expect(performance.now() - started).toBeGreaterThan(650);
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it("caps a vendor's wait at a quarter of an hour and never shortens an earlier one", async () => {
    const key = newId();
    const budget = make({ key });
    await budget.block(new Date(Date.now() + 86_400_000), "Retry-After: a day");
    await budget.block(new Date(Date.now() + 1_000), "a second");
    const meter = await readCallBudget(test.db, { key, limit: 10, windowMs: WINDOW_MS });
    const minutes = ((meter.blockedUntil?.getTime() ?? 0) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(14.8);
    expect(minutes).toBeLessThanOrEqual(15.1);
    expect(meter.blockedReason).toBe("Retry-After: a day");
  });

  it("takes over the vendor's limit for every process", async () => {
    const key = newId();
    const [a, b] = [make({ key, limit: 10, windowMs: 60_000, maxWaitMs: 0 }), make({ key, limit: 10, windowMs: 60_000, maxWaitMs: 0 })];
    await a.acquire({ priority: "normal" });
    await a.learn({ limit: 3, remaining: 2, resetMs: 60_000 });
    expect([await isRefused(b), await isRefused(b), await isRefused(b)]).toEqual([false, false, true]);
    expect(await readCallBudget(test.db, { key, limit: 10, windowMs: 60_000 })).toMatchObject({ limit: 3, used: 3 });
  });

  it("counts calls that someone else made with the same key, until the vendor's window restarts", async () => {
    const budget = make({ limit: 10, windowMs: 60_000, maxWaitMs: 0 });
    await budget.acquire({ priority: "normal" });
    await budget.learn({ limit: 10, remaining: 1, resetMs: 500 });
    expect([await isRefused(budget), await isRefused(budget)]).toEqual([false, true]);
    const patient = make({ limit: 10, windowMs: 60_000, maxWaitMs: 3_000 });
    await patient.acquire({ priority: "normal" });
    await patient.learn({ limit: 10, remaining: 0, resetMs: 500 });
    await patient.acquire({ priority: "normal" });
  });

  it("believes no nonsense from a header", async () => {
    const budget = make({ limit: 2, windowMs: 60_000, maxWaitMs: 0 });
    for (const limit of [0, -5, Number.NaN, 1.5]) await budget.learn({ limit, remaining: 5 });
    expect([await isRefused(budget), await isRefused(budget), await isRefused(budget)]).toEqual([false, false, true]);
  });

  it("stops waiting when told to, without taking a call", async () => {
    const key = newId();
    const budget = make({ key, limit: 1, windowMs: 5_000 });
    await budget.acquire({ priority: "normal" });
    const stop = new AbortController();
    const waiting = budget.acquire({ priority: "normal", signal: stop.signal });
    stop.abort(new Error("shutdown"));
    await expect(waiting).rejects.toThrow("shutdown");
    expect((await readCallBudget(test.db, { key, limit: 1, windowMs: 5_000 })).used).toBe(1);
  });

  it("shows an untouched budget as empty", async () => {
    expect(await readCallBudget(test.db, { key: newId(), limit: 40, windowMs: 60_000 })).toEqual({
      limit: 40,
      windowMs: 60_000,
      used: 0,
      openCalls: 0,
      blockedUntil: null,
      blockedReason: null,
    });
  });

  it("costs about the same at a limit of 100,000 as at one of 40", async () => {
    const cost = async (limit: number) => {
      const budget = make({ limit, windowMs: 2_000, maxWaitMs: 60_000 });
      const times: number[] = [];
      for (let i = 0; i < Math.min(limit, 1_500); i += 1) {
        const started = performance.now();
        await budget.acquire({ priority: "normal" });
        times.push(performance.now() - started);
      }
      return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    };
    const [small, large] = [await cost(40), await cost(100_000)];
    expect(large, `median ms: ${small.toFixed(2)} at 40, ${large.toFixed(2)} at 100,000`).toBeLessThan(small * 4 + 2);
  });
});
