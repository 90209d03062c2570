import { afterEach, describe, expect, it } from "vitest";
import type { WarehouseAdapter } from "@/lib/warehouses/contract";
import { findWarehouseAdapter } from "@/lib/warehouses/registry";
import { createWorld, type World } from "../testing/world";

let world: World;
afterEach(() => world?.close());

/** ShipStation cut to one order a call, which counts how many calls are open at once and how often each order is sent. */
function watchedAdapter(over: { batchSize?: number; callsPerBatch?: number } = {}) {
  const whole = findWarehouseAdapter("shipstation");
  const sent: string[] = [];
  let open = 0;
  let openMax = 0;
  const adapter: WarehouseAdapter = {
    ...whole,
    definition: { ...whole.definition, batchSize: 1, ...over },
    connect(context) {
      const session = whole.connect(context);
      return {
        ...session,
        async sendOrders(orders) {
          sent.push(...orders.map(order => order.warehouseKey));
          open += 1;
          openMax = Math.max(openMax, open);
          try {
            return await session.sendOrders(orders);
          } finally {
            open -= 1;
          }
        },
      };
    },
  };
  return { adapter, sent, openMax: () => openMax };
}

const created = () => world.shipstation.journal.count({ kind: "effect", name: "order.created" });
const statuses = async () => new Set((await world.orders()).map(order => order.status));

describe("sending side by side", () => {
  it("has as many calls open as the store's concurrent batches, and sends each order once", async () => {
    world = await createWorld({ settings: { concurrentBatches: 4 } });
    const watched = watchedAdapter();
    world.runtime.warehouseAdapters = [watched.adapter];
    const { orders } = world.acumatica.control.seed({ orders: 50, lines: 1 });
    world.shipstation.faults.add({ path: "/orders/createorders", times: -1, action: { type: "slow", ms: 20 } });
    await world.sync();
    expect(await statuses()).toEqual(new Set(["at_warehouse"]));
    expect(watched.sent.sort()).toEqual([...orders].sort());
    expect(watched.openMax()).toBe(4);
    expect(created()).toBe(50);
  });

  it("opens the calls of a batch together where a call takes one order", async () => {
    world = await createWorld({ settings: { concurrentBatches: 2 } });
    const watched = watchedAdapter({ callsPerBatch: 3 });
    world.runtime.warehouseAdapters = [watched.adapter];
    const { orders } = world.acumatica.control.seed({ orders: 24, lines: 1 });
    world.shipstation.faults.add({ path: "/orders/createorders", times: -1, action: { type: "slow", ms: 20 } });
    await world.sync();
    expect(watched.sent.sort()).toEqual([...orders].sort());
    expect(watched.openMax()).toBe(6);
  });

  it("records what was under way when one call gets no answer, starts no further ones, and settles the lost one later", async () => {
    world = await createWorld({ settings: { concurrentBatches: 4 } });
    const watched = watchedAdapter();
    world.runtime.warehouseAdapters = [watched.adapter];
    world.acumatica.control.seed({ orders: 20, lines: 1 });
    world.shipstation.faults.add({ path: "/orders/createorders", action: "drop_after" });
    await world.sync();
    const accepted = (await world.orders()).filter(order => order.status === "at_warehouse").length;
    // Each call but the lost one is recorded, and the other lane ends with the calls it had.
    expect(accepted).toBe(watched.sent.length - 1);
    expect(watched.sent.length).toBeLessThan(20);
    await world.passTime();
    await world.sync();
    expect(await statuses()).toEqual(new Set(["at_warehouse"]));
    expect(created()).toBe(20);
    expect(await world.problems()).toEqual([]);
  });
});
