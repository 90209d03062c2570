import { fork } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { createConnection } from "@/lib/connections/create-connection";
import { createWarehouse } from "@/lib/connections/create-warehouse";
import { disableConnection } from "@/lib/connections/disable-connection";
import { enableConnection } from "@/lib/connections/enable-connection";
import { requestSync } from "@/lib/connections/request-sync";
import { pauseChannel } from "@/lib/connections/set-channel";
import { updateStore } from "@/lib/connections/update-store";
import { armFailpoints, observeFailpoints } from "@/lib/core/failpoints";
import { inWorkspace } from "@/lib/db/tx";
import { housekeep } from "./housekeep";
import { LeaseLostError, renewLease, takeLease } from "./lease";
import { actOnOrder } from "./order-actions";
import { receiveWebhook } from "./receive-webhook";
import { runChannel } from "./run-channel";
import { showWebhookToken } from "./testing/show-webhook-token";
import { createWorld, type World } from "./testing/world";

/** A channel's own life: when it is due, what happens when it is switched off or asked for while it is at work, and what it reads when. */
let world: World;
afterEach(async () => {
  observeFailpoints(null);
  armFailpoints("");
  await world?.close();
});

type Kind = "orders" | "shipments";
const DAY_MS = 86_400_000;

const channel = (kind: Kind) =>
  inWorkspace(world.scope, tx => tx.channel.findFirstOrThrow({ where: { kind, connectionId: world.ids.connection } }));
const runs = (kind: Kind) =>
  inWorkspace(world.scope, tx =>
    tx.run.findMany({ where: { channel: kind }, orderBy: { createdAt: "asc" }, select: { status: true, error: true } }),
  );
const runOne = async (channelId: string) => {
  await inWorkspace(world.scope, tx => tx.$executeRaw`update "Channel" set "nextDueAt" = clock_timestamp() where id = ${channelId}::uuid`);
  return runChannel(world.runtime, { workspaceId: world.scope.workspaceId, channelId });
};
const runNow = async (kind: Kind) => runOne((await channel(kind)).id);
const dueInMs = async (kind: Kind) => {
  const { nextDueAt } = await channel(kind);
  return nextDueAt === null ? null : nextDueAt.getTime() - Date.now();
};
const age = (entity: "SalesOrder" | "Shipment", key: string, days = 2) =>
  world.acumatica.control.touch({ entity, key, lastModified: new Date(Date.now() - days * DAY_MS).toISOString() });
const atWarehouse = () => world.shipstation.control.orders().map(order => order.orderKey);

/** Does something once, while the next run passes this point. */
function during(point: string, work: () => Promise<unknown>): { done(): Promise<unknown> } {
  let started: Promise<unknown> | null = null;
  armFailpoints(`${point}:late`);
  observeFailpoints(name => {
    if (name === point) started ??= work();
  });
  return {
    async done() {
      observeFailpoints(null);
      if (!started) throw new Error(`${point} was not passed`);
      return started;
    },
  };
}

describe("a wish for a run while one is at work", () => {
  it("is kept, whether a webhook, a person or a match has it", async () => {
    world = await createWorld();
    const [number = ""] = world.acumatica.control.seed({ orders: 1 }).orders;
    await world.sync();
    const token = await showWebhookToken(world);
    const rawBody = JSON.stringify({ resource_url: `${world.shipstation.url}/shipments?batchId=1`, resource_type: "SHIP_NOTIFY" });
    const webhook = during("collect.page-read", () => receiveWebhook({ runtime: world.runtime, token, rawBody, headers: {} }));
    await runNow("shipments");
    await webhook.done();
    expect(await dueInMs("shipments")).toBeLessThan(11_000);
    const { id } = await world.order(number);
    const person = during("import.slice-read", () => actOnOrder(world.scope, { orderId: id, action: "retry", runtime: world.runtime }));
    await runNow("orders");
    await person.done();
    expect(await dueInMs("orders")).toBeLessThan(1_000);
    await runNow("orders");
    expect(await dueInMs("orders")).toBeGreaterThan(100_000);
  });
});

describe("a lease that was given back", () => {
  it("is not taken again by a heartbeat that was still on its way", async () => {
    world = await createWorld();
    const { id } = await channel("orders");
    const lease = await takeLease(world.scope, { channelId: id, owner: "first", leaseMs: 20_000 });
    if (!lease) throw new Error("no lease");
    await inWorkspace(world.scope, tx => tx.$executeRaw`update "Channel" set "leaseUntil" = null where id = ${id}::uuid`);
    await expect(renewLease(world.scope, lease)).rejects.toBeInstanceOf(LeaseLostError);
    expect(await runNow("orders")).toBe("succeeded");
  });
});

describe("switching off", () => {
  it("while a run is at work leaves the channel off and no run unfinished", async () => {
    world = await createWorld();
    world.acumatica.control.seed({ orders: 3, lines: 1 });
    world.runtime.times.sliceMs = 0;
    const off = during("import.slice-read", () =>
      disableConnection(world.scope, { connectionId: world.ids.connection, runtime: world.runtime }),
    );
    await runNow("orders");
    await off.done();
    expect(await channel("orders")).toMatchObject({ nextDueAt: null, leaseUntil: null });
    expect((await runs("orders")).map(run => run.status)).not.toContain("running");
    await world.sync();
    await enableConnection(world.scope, { connectionId: world.ids.connection, runtime: world.runtime });
    world.runtime.times.sliceMs = 20_000;
    await world.sync();
    expect(atWarehouse()).toHaveLength(3);
  });

  it("ends a run that a dead process left, and one that nobody has begun", async () => {
    world = await createWorld();
    const child = fork("lib/sync/testing/loop-child.ts", ["work"], {
      execArgv: ["--import", "tsx"],
      env: { ...process.env, ...world.childEnv, FAILPOINTS: "import.slice.after-commit:kill" },
      silent: true,
    });
    await once(child, "exit");
    expect((await runs("orders")).map(run => run.status)).toEqual(["running"]);
    await inWorkspace(world.scope, tx => tx.$executeRaw`update "Channel" set "leaseUntil" = clock_timestamp() - interval '1 second'`);
    await requestSync(world.scope, { connectionId: world.ids.connection, channel: "orders" });
    await pauseChannel(world.scope, { connectionId: world.ids.connection, kind: "orders", runtime: world.runtime });
    expect(await runs("orders")).toMatchObject([
      { status: "failed", error: { code: "switched_off" } },
      { status: "failed", error: { code: "switched_off" } },
    ]);
  });
});

describe("the sweep", () => {
  it("is planned for within a day once everything was read the first time", async () => {
    world = await createWorld();
    await world.sync();
    const at = (await channel("orders")).sweepDueAt?.getTime() ?? 0;
    expect(at - Date.now()).toBeGreaterThan(0.9 * DAY_MS);
    expect(at - Date.now()).toBeLessThan(1.1 * DAY_MS);
  });

  it("comes with a run that a person asks for, and tells of an order that was deleted while the warehouse has it", async () => {
    world = await createWorld();
    const [stays = "", deleted = ""] = world.acumatica.control.seed({ orders: 2, lines: 1 }).orders;
    await world.sync();
    const [late = ""] = world.acumatica.control.seed({ orders: 1, lines: 1 }).orders;
    age("SalesOrder", `SO/${late}`);
    world.acumatica.control.editOrder({ orderNbr: deleted, action: "delete" });
    await world.sync();
    expect(atWarehouse().sort()).toEqual([stays, deleted].sort());
    await requestSync(world.scope, { connectionId: world.ids.connection });
    await world.sync();
    expect(atWarehouse()).toContain(late);
    expect(await world.order(deleted)).toMatchObject({
      status: "at_warehouse",
      lateChange: { kind: "deleted" },
      problemCode: "late_change_deleted",
    });
    expect(await world.problems()).toMatchObject([{ code: "late_change_deleted", owner: "operator" }]);
    await requestSync(world.scope, { connectionId: world.ids.connection });
    await world.sync();
    expect((await world.order(deleted)).events.filter(text => text.includes("Deleted"))).toHaveLength(1);
  });

  it("is not kept from ending by a record that can't be read", async () => {
    world = await createWorld();
    await world.sync();
    const [broken = "", fine = ""] = world.acumatica.control.seed({ orders: 2, lines: 1 }).orders;
    age("SalesOrder", `SO/${broken}`);
    age("SalesOrder", `SO/${fine}`);
    world.acumatica.control.poison({ orderNbr: broken, kind: "huge" });
    age("SalesOrder", `SO/${broken}`);
    await requestSync(world.scope, { connectionId: world.ids.connection });
    await world.sync();
    expect(atWarehouse()).toEqual([fine]);
    expect((await runs("orders")).map(run => run.status)).not.toContain("failed");
  });
});

describe("what a store imports", () => {
  it("is read from the beginning when its mode changes: open records of the other kind are not passed over, orders in flight go on", async () => {
    world = await createWorld();
    const { orders, shipments } = world.acumatica.control.seed({ orders: 2, shipments: 3, lines: 1 });
    for (const shipment of shipments) age("Shipment", shipment, 3);
    await world.sync();
    expect(atWarehouse()).toHaveLength(orders.length);
    await updateStore(world.scope, { id: world.ids.store, input: { settings: { importViaShipments: true } }, runtime: world.runtime });
    await world.sync();
    expect(atWarehouse().sort()).toEqual([...orders, ...shipments].sort());
    for (const orderKey of atWarehouse()) if (orderKey) world.shipstation.control.ship({ orderKey });
    await world.sync(3);
    expect((await world.orders()).map(order => order.status)).toEqual(atWarehouse().map(() => "completed"));
  });

  it("stays with the connection that brought it in: a second one of the same store neither doubles nor changes it", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 3, lines: 1 });
    await world.sync();
    const warehouse = await createWarehouse(world.scope, {
      input: {
        name: "Reno",
        platform: "shipstation",
        credentials: { apiKey: "sandbox-key", apiSecret: "sandbox-secret", baseUrl: world.shipstation.url },
      },
      runtime: world.runtime,
    });
    const second = await createConnection(world.scope, {
      input: { name: "Fernhill → Reno", storeId: world.ids.store, warehouseId: warehouse.id, orderPrefix: "RENO-" },
    });
    await enableConnection(world.scope, { connectionId: second.id, runtime: world.runtime });
    world.acumatica.control.editOrder({ orderNbr: orders[0] ?? "", lines: [{ lineNbr: 1, orderQty: 77 }] });
    await world.sync(2);
    expect(atWarehouse().sort()).toEqual([...orders].sort());
    // One that is not sent yet would follow whoever reads it.
    const [waits = ""] = world.acumatica.control.seed({ orders: 1, lines: 1, sameTimestamp: true }).orders;
    world.shipstation.faults.add({ id: "away", path: "/orders/createorders", times: -1, action: { type: "status", status: 503 } });
    await runNow("orders");
    world.acumatica.control.editOrder({ orderNbr: waits, lines: [{ lineNbr: 1, orderQty: 78 }] });
    await inWorkspace(world.scope, tx => tx.$executeRaw`update "Order" set "sendingSince" = null`);
    const other = await inWorkspace(world.scope, tx => tx.channel.findFirstOrThrow({ where: { kind: "orders", connectionId: second.id } }));
    await runOne(other.id);
    world.shipstation.faults.remove("away");
    await world.passTime();
    await world.sync();
    orders.push(waits);
    expect(atWarehouse().sort()).toEqual([...orders].sort());
    expect((await world.order(orders[0] ?? "")).lateChange).toMatchObject({ kind: "edited" });
    const keys = await inWorkspace(world.scope, tx => tx.order.findMany({ select: { warehouseKey: true, connectionId: true } }));
    expect(keys.every(order => order.connectionId === world.ids.connection && !order.warehouseKey.startsWith("RENO-"))).toBe(true);
    for (const orderKey of orders) world.shipstation.control.ship({ orderKey });
    await world.sync(3);
    expect((await world.orders()).map(order => order.writeBacks.length)).toEqual([1, 1, 1, 1]);
    expect((await world.orders()).map(order => order.status)).toEqual(orders.map(() => "completed"));
  });
});

describe("differences seen while an answer is awaited", () => {
  it.each([
    ["cancel", "cancelled"],
    ["hold", "held"],
  ] as const)("%s in Acumatica is still told of once the warehouse turns out to have the order", async (action, kind) => {
    world = await createWorld();
    await world.sync();
    const [number = ""] = world.acumatica.control.seed({ orders: 1, lines: 1, sameTimestamp: true }).orders;
    world.shipstation.faults.add({ path: "/orders/createorders", action: "drop_after" });
    await runNow("orders");
    expect((await world.order(number)).status).toBe("ready");
    world.acumatica.control.editOrder({ orderNbr: number, action });
    await world.passTime();
    await world.sync(2);
    expect(await world.order(number)).toMatchObject({ status: "at_warehouse", lateChange: { kind }, problemCode: `late_change_${kind}` });
  });
});

describe("a shipment that was seen before its order was known", () => {
  it("is collected once the warehouse says that it has shipped the order", async () => {
    world = await createWorld();
    const [number = ""] = world.acumatica.control.seed({ orders: 1, lines: 1 }).orders;
    await world.sync();
    world.shipstation.control.ship({ orderKey: number });
    // As after a restore from a backup that was made before the order came in; the labels are read before the orders.
    await inWorkspace(world.scope, async tx => {
      await tx.$executeRaw`delete from "Event"`;
      await tx.$executeRaw`delete from "OrderLine"`;
      await tx.$executeRaw`delete from "Order"`;
      await tx.$executeRaw`update "Channel" set cursor = '{}' where kind = 'orders'`;
    });
    await runNow("shipments");
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const marks = JSON.stringify({ labels: later, voids: later, fulfilments: later });
    await inWorkspace(
      world.scope,
      tx => tx.$executeRaw`update "Channel" set cursor = jsonb_set(cursor, '{adapter,marks}', ${marks}::jsonb) where kind = 'shipments'`,
    );
    await runNow("orders");
    await world.sync(3);
    expect(await world.order(number)).toMatchObject({ status: "completed", problemCode: null });
    expect(world.shipstation.journal.count({ kind: "effect", name: "order.created" })).toBe(1);
  });
});

describe("an order that a dead process was writing back", () => {
  it("is waited for without asking the warehouse again and again", async () => {
    world = await createWorld();
    const [number = ""] = world.acumatica.control.seed({ orders: 1, lines: 1 }).orders;
    await world.sync();
    world.shipstation.control.ship({ orderKey: number });
    await runNow("shipments");
    await inWorkspace(
      world.scope,
      tx =>
        tx.$executeRaw`update "WriteBack" set status = 'sending', "nextAttemptAt" = clock_timestamp() - interval '1 minute', "leaseUntil" = clock_timestamp() + interval '1 hour'`,
    );
    await runNow("shipments");
    expect(await dueInMs("shipments")).toBeGreaterThan(60_000);
  });
});

describe("housekeeping", () => {
  it("drops runs after thirty days, and keeps the timeline", async () => {
    world = await createWorld();
    world.acumatica.control.seed({ orders: 1 });
    await world.sync();
    await inWorkspace(
      world.scope,
      tx => tx.$executeRaw`update "Run" set "endedAt" = clock_timestamp() - interval '31 days' where channel = 'orders'`,
    );
    const events = await inWorkspace(world.scope, tx => tx.event.count());
    await housekeep(world.runtime);
    expect(await runs("orders")).toHaveLength(0);
    expect(await runs("shipments")).toHaveLength(1);
    expect(await inWorkspace(world.scope, tx => tx.event.count())).toBe(events);
  });
});
