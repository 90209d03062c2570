import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { silentLogger } from "@/lib/core/logger";
import { inWorkspace } from "@/lib/db/tx";
import { createQueue, type Queue } from "@/lib/queue/queue";
import { startWorker } from "@/lib/worker/worker";
import type { ChannelRun } from "../context";
import { zeroCounters } from "../counters";
import { housekeep } from "../housekeep";
import { saveSlice } from "../import/save-slice";
import { LeaseLostError, renewLease, takeLease } from "../lease";
import { loadChannel } from "../load-channel";
import { createWorld, type World } from "../testing/world";
import { runTick } from "../tick";

/** Faults 34–36, 43–45: restarts, repeats, sleepers, an emptied queue, empty ids, poison. */
let world: World;
let queue: Queue | null = null;
afterEach(async () => {
  await queue?.stop();
  queue = null;
  await world?.close();
});

const statuses = async () => (await world.orders()).map(order => order.status);
const created = () => world.shipstation.journal.count({ kind: "effect", name: "order.created" });
const openQueue = async () => {
  queue = await createQueue({ url: world.test.url, logger: silentLogger });
  return queue;
};
const startChild = (): ChildProcess =>
  fork("lib/sync/testing/loop-child.ts", ["work"], {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ...world.childEnv },
    silent: true,
  });
/** Reads of the whole list; a look whether the instance has cut it short (`$skip`) belongs to one of them. */
const lists = () =>
  world.acumatica.journal
    .entries({ kind: "call" })
    .filter(call => String(call.path).endsWith("/SalesOrder") && call.method === "GET" && !String(call.query).includes("$skip")).length;

describe("processes", () => {
  it("fault 34: a worker stopped in mid-batch, again and again, leaves nothing in doubt and loses nothing", async () => {
    world = await createWorld();
    world.acumatica.control.seed({ orders: 300, lines: 1 });
    const opened = await openQueue();
    for (let restart = 0; restart < 20; restart += 1) {
      await world.passTime();
      const worker = startWorker({ runtime: world.runtime, queue: opened, lanes: 2, housekeep });
      await world.runtime.clock.sleep(60 + restart * 25);
      await worker.stop();
    }
    const inDoubt = await inWorkspace(world.scope, tx => tx.order.count({ where: { sendingSince: { not: null } } }));
    expect(inDoubt).toBe(0);
    await world.passTime();
    await world.sync(2);
    expect(new Set(await statuses())).toEqual(new Set(["at_warehouse"]));
    expect(created()).toBe(300);
  });

  it("fault 35: ten ticks at once are one run per channel", async () => {
    world = await createWorld();
    world.acumatica.control.seed({ orders: 30 });
    const opened = await openQueue();
    await Promise.all(Array.from({ length: 10 }, () => runTick({ runtime: world.runtime, queue: opened, budgetMs: 30_000 })));
    expect(lists()).toBe(1);
    const runs = await inWorkspace(world.scope, tx => tx.run.groupBy({ by: ["channel"], _count: true }));
    expect(runs.map(run => run._count)).toEqual([1, 1]);
    expect(created()).toBe(30);
  });

  it("fault 36: a process that slept while another took over is refused when it wakes up", async () => {
    world = await createWorld();
    const channelId = (await inWorkspace(world.scope, tx => tx.channel.findFirstOrThrow({ where: { kind: "orders" } }))).id;
    const sleeper = await takeLease(world.scope, { channelId, owner: "sleeper", leaseMs: 20_000 });
    const facts = await loadChannel(world.scope, channelId);
    if (!sleeper || !facts) throw new Error("no lease");
    await world.passTime();
    await world.sync();
    const before = await inWorkspace(world.scope, tx => tx.channel.findFirstOrThrow({ where: { id: channelId } }));
    await expect(renewLease(world.scope, sleeper)).rejects.toBeInstanceOf(LeaseLostError);
    const late = {
      runtime: world.runtime,
      scope: world.scope,
      lease: sleeper,
      runId: "",
      ...facts,
      counters: zeroCounters(),
    } as unknown as ChannelRun;
    await expect(
      saveSlice(
        late,
        { orders: [], failures: [], cursor: { through: "2001-01-01T00:00:00Z" } },
        { skus: new Map(), shipMethods: new Map() },
      ),
    ).rejects.toBeInstanceOf(LeaseLostError);
    const after = await inWorkspace(world.scope, tx => tx.channel.findFirstOrThrow({ where: { id: channelId } }));
    expect(after.cursor).toEqual(before.cursor);
  });

  it("fault 36: SIGSTOP for longer than the lease, then SIGCONT: its late writes change nothing", async () => {
    world = await createWorld();
    world.acumatica.control.seed({ orders: 40 });
    world.acumatica.faults.add({ path: "/SalesOrder\\?", action: { type: "slow", ms: 1_500 } });
    const child = startChild();
    await expect
      .poll(() => lists() + world.acumatica.journal.count({ kind: "effect", name: "session opened" }), { timeout: 15_000 })
      .toBeGreaterThan(0);
    child.kill("SIGSTOP");
    await world.passTime();
    await world.sync();
    child.kill("SIGCONT");
    await once(child, "exit");
    await world.sync();
    expect(created()).toBe(40);
    expect(new Set(await statuses())).toEqual(new Set(["at_warehouse"]));
  });

  it("fault 43: with every queue row gone, the next tick goes on", async () => {
    world = await createWorld();
    world.acumatica.control.seed({ orders: 5 });
    const opened = await openQueue();
    await opened.enqueueChannels([
      { workspaceId: world.scope.workspaceId, channelId: (await inWorkspace(world.scope, tx => tx.channel.findFirstOrThrow({}))).id },
    ]);
    await world.test.db.$executeRaw`delete from pgboss.job`;
    await runTick({ runtime: world.runtime, queue: opened, budgetMs: 30_000 });
    expect(await statuses()).toEqual(Array.from({ length: 5 }, () => "at_warehouse"));
  });

  it("fault 44: a job or a run with an empty id is refused at the door", async () => {
    world = await createWorld();
    const opened = await openQueue();
    await expect(opened.enqueueChannels([{ workspaceId: "", channelId: "" }])).rejects.toThrow(/id/);
    await expect(takeLease(world.scope, { channelId: "", owner: "nobody", leaseMs: 1_000 })).rejects.toThrow();
  });

  it("fault 45: NUL, a lone surrogate, 5,000 lines and a 50 MB record: at most one problem each, the rest goes on", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 12, lines: 1 });
    const [nul = "", surrogate = "", lines = "", huge = ""] = orders;
    world.acumatica.control.poison({ orderNbr: nul, kind: "null_char" });
    world.acumatica.control.poison({ orderNbr: surrogate, kind: "lone_surrogate" });
    world.acumatica.control.poison({ orderNbr: lines, kind: "many_lines" });
    world.acumatica.control.poison({ orderNbr: huge, kind: "huge" });
    const before = process.memoryUsage().rss;
    await world.sync(2);
    const at = Map.groupBy(await world.orders(), order => order.status);
    expect(at.get("at_warehouse")?.length ?? 0).toBe(11);
    expect((await world.orders()).map(order => order.number)).toEqual([...orders].sort());
    expect((await world.problems()).length).toBeLessThanOrEqual(2);
    expect(process.memoryUsage().rss - before).toBeLessThan(700 * 1024 * 1024);
  });
});
