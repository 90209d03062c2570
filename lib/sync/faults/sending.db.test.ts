import { afterEach, describe, expect, it } from "vitest";
import { inWorkspace } from "@/lib/db/tx";
import { createWorld, type World } from "../testing/world";

/** Faults 16–18, 20–22 and 29: what can go wrong between the ready order and its place at the warehouse. */
let world: World;
afterEach(() => world?.close());

const BATCH = "/orders/createorders";
const created = () => world.shipstation.journal.count({ kind: "effect", name: "order.created" });
const calls = (path: string) => world.shipstation.journal.entries({ kind: "call" }).filter(call => String(call.path).includes(path)).length;

describe("sending", () => {
  it("fault 16: accepted, and the socket is reset before the answer: one order at the warehouse, settled without a person", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 3 });
    world.shipstation.faults.add({ path: BATCH, action: "drop_after" });
    await world.sync();
    expect((await world.orders()).map(order => order.status)).toEqual(["ready", "ready", "ready"]);
    await world.passTime();
    await world.sync();
    expect((await world.orders()).map(order => order.status)).toEqual(["at_warehouse", "at_warehouse", "at_warehouse"]);
    expect(created()).toBe(orders.length);
    expect(await world.problems()).toEqual([]);
  });

  it("fault 17: the answer comes late and the retry is already out: one order", async () => {
    world = await createWorld();
    world.acumatica.control.seed({ orders: 1 });
    world.shipstation.faults.add({ path: BATCH, action: { type: "late_effect", ms: 1_000 } });
    world.shipstation.faults.add({ path: BATCH, skip: 0, times: 1, action: "drop_after" });
    await world.sync();
    await world.passTime();
    await world.sync(2);
    await world.passTime();
    await world.sync();
    expect(created()).toBe(1);
    expect((await world.orders())[0]?.status).toBe("at_warehouse");
  });

  it.each([
    ["with a header", { "x-rate-limit-reset": "30" }, 30],
    ["without a header", {}, 60],
    ["with a whole day", { "x-rate-limit-reset": "86400" }, 900],
  ])("fault 18: 429 %s: waits that long, and nobody calls meanwhile", async (_, headers, seconds) => {
    world = await createWorld();
    world.acumatica.control.seed({ orders: 1 });
    world.shipstation.switches.rateHeaders = false;
    world.shipstation.faults.add({ path: BATCH, action: { type: "status", status: 429, headers, body: { message: "Too Many Requests" } } });
    await world.sync();
    const made = world.shipstation.journal.count({ kind: "call" });
    await world.sync(2);
    expect(world.shipstation.journal.count({ kind: "call" })).toBe(made);
    const [budget] = await world.runtime.db.$queryRaw<{ waits: number }[]>`
      select extract(epoch from max("blockedUntil") - clock_timestamp())::float8 as waits from "CallBudget" where "blockedUntil" is not null`;
    expect(budget?.waits).toBeGreaterThan(seconds - 10);
    expect(budget?.waits).toBeLessThanOrEqual(seconds + 1);
    await world.passTime();
    await world.sync();
    expect((await world.orders())[0]?.status).toBe("at_warehouse");
  });

  it("fault 20: three of a batch of 100 are rejected: 97 done, 3 problems with an owner", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 100, lines: 1 });
    world.shipstation.switches.rejectOrderKeys = orders.slice(0, 3);
    world.shipstation.switches.rejectMessage = "'Ship Name' must not be empty.";
    await world.sync();
    const statuses = Map.groupBy(await world.orders(), order => order.status);
    expect(statuses.get("at_warehouse")).toHaveLength(97);
    expect(statuses.get("attention")).toHaveLength(3);
    expect((await world.problems())[0]).toMatchObject({ code: "rejected" });
    expect(calls(BATCH)).toBe(1);
  });

  it("fault 21: an answer that is short, reordered and names unknown keys is matched by key; the rest is settled by itself", async () => {
    world = await createWorld();
    world.acumatica.control.seed({ orders: 20, lines: 1 });
    world.shipstation.switches.batchAnswer = { dropLast: 4, dropKeys: [], reorder: true, unknownKeys: 2 };
    await world.sync();
    expect((await world.orders()).filter(order => order.status === "at_warehouse")).toHaveLength(14);
    world.shipstation.switches.batchAnswer = { dropLast: 0, dropKeys: [], reorder: false, unknownKeys: 0 };
    await world.passTime();
    await world.sync();
    expect((await world.orders()).every(order => order.status === "at_warehouse")).toBe(true);
    expect(created()).toBe(20);
    for (const order of await world.orders()) {
      const there = world.shipstation.control.orders().find(one => one.orderKey === order.number);
      expect(String(there?.orderId)).toBe(order.warehouseRef);
    }
  });

  it.each(["error", "ignore"] as const)(
    "fault 22: an order the warehouse has shipped is not overwritten by a change (%s)",
    async behaviour => {
      world = await createWorld();
      world.shipstation.switches.finalOrderUpdate = behaviour;
      const { orders } = world.acumatica.control.seed({ orders: 1 });
      const number = orders[0] ?? "";
      await world.sync();
      const before = world.shipstation.control.orders()[0]?.items;
      world.acumatica.control.editOrder({ orderNbr: number, lines: [{ lineNbr: 1, orderQty: 99 }] });
      await world.sync();
      expect((await world.order(number)).lateChange).toMatchObject({ kind: "edited" });
      world.shipstation.control.ship({ orderKey: number });
      await inWorkspace(world.scope, tx => tx.$executeRaw`update "Order" set status = 'ready'`);
      await world.sync();
      expect(world.shipstation.control.orders()[0]?.items).toEqual(before);
      expect(["at_warehouse", "shipped", "completed", "partly_shipped"]).toContain((await world.order(number)).status);
    },
  );

  it("fault 29: a row that comes on two pages is one shipment", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 6, lines: 1 });
    await world.sync();
    world.shipstation.switches.rowsOnTwoPages = 2;
    for (const orderKey of orders) world.shipstation.control.ship({ orderKey });
    await world.sync(3);
    expect((await world.orders()).map(order => order.status)).toEqual(orders.map(() => "completed"));
    expect(world.acumatica.journal.count({ kind: "effect", name: "shipment created" })).toBe(orders.length);
  });
});
