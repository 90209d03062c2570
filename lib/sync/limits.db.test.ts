import { fork } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { silentLogger } from "@/lib/core/logger";
import { inWorkspace } from "@/lib/db/tx";
import { createQueue } from "@/lib/queue/queue";
import { startWorker } from "@/lib/worker/worker";
import type { JournalEntry } from "@/sandbox/shared/journal";
import type { LoopRuntime } from "./context";
import { housekeep } from "./housekeep";
import { runChannel } from "./run-channel";
import { createTestRuntime } from "./testing/test-runtime";
import { createWorld, type World } from "./testing/world";

/** What several processes may do together: calls within every limit, one try of a password, one holder of a channel, and no call to an address that is not allowed. */
let world: World;
afterEach(() => world?.close());

const child = (args: string[], env: Record<string, string> = {}) =>
  fork("lib/sync/testing/loop-child.ts", args, {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ...world.childEnv, ...env },
    silent: true,
  });

/** The most calls that ever arrived within one window, wherever it begins. */
function busiestWindow(calls: JournalEntry[], windowMs: number): number {
  const at = calls.map(call => Date.parse(String(call.arrivedAt))).sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (let last = 0; last < at.length; last += 1) {
    while ((at[last] ?? 0) - (at[first] ?? 0) >= windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const callsOf = (vendor: "acumatica" | "shipstation"): JournalEntry[] =>
  world[vendor].journal.entries({ kind: "call" }).filter(call => !String(call.path).endsWith("/auth/logout"));
const statuses = async () => (await world.orders()).map(order => order.status);
const ordersChannel = () => inWorkspace(world.scope, tx => tx.channel.findFirstOrThrow({ where: { kind: "orders" } }));

describe("limits across processes", () => {
  it("five processes on one store and one key never put more calls into any window than its limit, are never told to slow down, and everything arrives", async () => {
    const LIMIT = 20;
    const WINDOW_MS = 4_000;
    world = await createWorld({
      settings: { throttleLimit: LIMIT, throttleSeconds: WINDOW_MS / 1_000, concurrentConnections: 10 },
      warehouseLimit: { calls: LIMIT, windowMs: WINDOW_MS, batchSize: 2 },
    });
    world.shipstation.switches.rateWindow = "sliding";
    const { orders } = world.acumatica.control.seed({ orders: 10, lines: 1 });
    const until = new Date(Date.now() + 25_000).toISOString();
    const children = [1, 2, 3, 4].map(() =>
      child(["press", world.ids.store, world.scope.workspaceId, orders[0] ?? "", world.ids.warehouse, until]),
    );
    const exits = Promise.all(children.map(async one => (await once(one, "exit"))[0]));
    await expect.poll(() => world.shipstation.control.orders().length, { timeout: 30_000, interval: 200 }).toBe(orders.length);
    for (const orderKey of orders) world.shipstation.control.ship({ orderKey });
    expect(await exits).toEqual([0, 0, 0, 0]);
    await expect
      .poll(
        async () => {
          await world.sync();
          return new Set(await statuses());
        },
        { timeout: 60_000, interval: 500 },
      )
      .toEqual(new Set(["completed"]));
    for (const vendor of ["acumatica", "shipstation"] as const) {
      const calls = callsOf(vendor);
      expect(calls.length).toBeGreaterThan(3 * LIMIT);
      expect(busiestWindow(calls, WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
      expect(calls.filter(call => call.status === 429)).toEqual([]);
    }
    expect(world.shipstation.journal.count({ kind: "effect", name: "order.created" })).toBe(orders.length);
    expect(world.acumatica.journal.count({ kind: "effect", name: "shipment created" })).toBe(orders.length);
    expect(await world.problems()).toEqual([]);
  }, 150_000);
});

describe("a refused password", () => {
  it("is tried once by four processes that meet it at the same time", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 1 });
    world.acumatica.control.changeUser({ password: "changed-yesterday" });
    const children = Array.from({ length: 4 }, () => child(["ask-acumatica", world.ids.store, world.scope.workspaceId, orders[0] ?? ""]));
    const codes = await Promise.all(children.map(async one => (await once(one, "exit"))[0]));
    expect(codes.every(code => code !== 0)).toBe(true);
    await world.sync(2);
    expect(world.acumatica.journal.count({ kind: "effect", name: "login attempt" })).toBe(1);
    expect(world.acumatica.journal.count({ kind: "effect", name: "user locked" })).toBe(0);
  });
});

describe("a worker that is killed", () => {
  it("keeps its channel until its lease is over; then another goes on with the same run, and nothing is doubled (R6)", async () => {
    world = await createWorld();
    world.acumatica.control.seed({ orders: 30, lines: 1 });
    const killed = child(["work"], { FAILPOINTS: "forward.intent.after-commit:kill" });
    await once(killed, "exit");
    const before = await ordersChannel();
    expect(before.leaseUntil?.getTime()).toBeGreaterThan(Date.now());
    expect(await runChannel(world.runtime, { workspaceId: world.scope.workspaceId, channelId: before.id })).toBe("busy");
    const queue = await createQueue({ url: world.test.url, logger: silentLogger });
    const worker = startWorker({ runtime: world.runtime, queue, lanes: 2, housekeep });
    try {
      await inWorkspace(
        world.scope,
        tx =>
          tx.$executeRaw`update "Channel" set "leaseUntil" = clock_timestamp() - interval '1 second', "nextDueAt" = least("nextDueAt", clock_timestamp())`,
      );
      await expect.poll(statuses, { timeout: 30_000, interval: 200 }).toEqual(Array.from({ length: 30 }, () => "at_warehouse"));
    } finally {
      await worker.stop();
      await queue.stop();
    }
    const runs = await inWorkspace(world.scope, tx => tx.run.findMany({ where: { channel: "orders" } }));
    expect(runs.map(run => run.status)).toEqual(["succeeded"]);
    expect(world.shipstation.journal.count({ kind: "effect", name: "order.created" })).toBe(30);
  });
});

describe("an address that may not be called", () => {
  const runWith = async (runtime: LoopRuntime) => {
    const { id } = await ordersChannel();
    await inWorkspace(world.scope, tx => tx.$executeRaw`update "Channel" set "nextDueAt" = clock_timestamp()`);
    return runChannel(runtime, { workspaceId: world.scope.workspaceId, channelId: id });
  };

  it.each(["acumatica", "shipstation"] as const)(
    "stops the channel as a setting to be changed, not as an outage to be waited out (%s)",
    async blocked => {
      world = await createWorld();
      await world.sync();
      const { orders } = world.acumatica.control.seed({ orders: 1, sameTimestamp: true });
      const allow = `127.0.0.1:${world[blocked === "acumatica" ? "shipstation" : "acumatica"].port}`;
      const runtime = await createTestRuntime({ db: world.test.db, allow });
      const calls = callsOf(blocked).length;
      expect(await runWith(runtime)).toBe("failed");
      const { nextDueAt } = await ordersChannel();
      expect((nextDueAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(50 * 60_000);
      const [problem, ...others] = await world.problems();
      expect(others).toEqual([]);
      expect(problem?.owner).not.toBe("nobody");
      expect(problem?.nextStep).not.toMatch(/nothing to do/i);
      expect(callsOf(blocked)).toHaveLength(calls);
      await world.passTime();
      await world.sync();
      expect((await world.order(orders[0] ?? "")).status).toBe("at_warehouse");
      expect(await world.problems()).toEqual([]);
    },
  );
});
