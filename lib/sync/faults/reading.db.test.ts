import { afterEach, describe, expect, it } from "vitest";
import { inWorkspace } from "@/lib/db/tx";
import { createWorld, type World } from "../testing/world";

/** Faults 1–3, 7–10 and 13: what can go wrong while Acumatica is read. End state: as without the fault, nothing missed, nothing doubled. */
let world: World;
afterEach(() => world?.close());

const LIST = "/SalesOrder\\?";
const cursor = () =>
  inWorkspace(world.scope, tx => tx.channel.findFirstOrThrow({ where: { kind: "orders" }, select: { cursor: true, failures: true } }));
const atWarehouse = () =>
  world.shipstation.control
    .orders()
    .map(order => order.orderKey)
    .sort();
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

async function recovers(numbers: string[]): Promise<void> {
  await world.passTime();
  await world.sync();
  expect(atWarehouse()).toEqual([...numbers].sort());
  expect(world.shipstation.journal.count({ kind: "effect", name: "order.created" })).toBe(numbers.length);
}

describe("reading", () => {
  it("fault 1: an ERP that never answers in mid-list moves no cursor and is read again", async () => {
    world = await createWorld();
    await world.sync();
    const before = await cursor();
    const { orders } = world.acumatica.control.seed({ orders: 6, sameTimestamp: true });
    world.runtime.vendorTimeouts = { readMs: 2_000 };
    world.acumatica.faults.add({ path: LIST, action: "hang" });
    await world.sync();
    expect((await cursor()).cursor).toEqual(before.cursor);
    expect((await cursor()).failures).toBe(1);
    await recovers(orders);
  });

  it.each(["html", "cut_json", "broken_gzip", "wrong_charset"] as const)(
    "fault 2: %s with 200 is transient, its text reaches nobody, the cursor stays",
    async action => {
      world = await createWorld();
      await world.sync();
      const before = await cursor();
      const { orders } = world.acumatica.control.seed({ orders: 3, sameTimestamp: true });
      world.acumatica.faults.add({
        path: LIST,
        action: action === "html" ? { type: "html", body: "<html><body>SECRET-PAGE</body></html>" } : action,
      });
      await world.sync();
      expect((await cursor()).cursor).toEqual(before.cursor);
      const run = await inWorkspace(world.scope, tx => tx.run.findFirstOrThrow({ where: { channel: "orders", status: "failed" } }));
      expect(JSON.stringify(run.error)).not.toContain("SECRET-PAGE");
      await recovers(orders);
    },
  );

  it("fault 3: the seat limit waits, says so, and signs in no second time", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 2 });
    world.acumatica.faults.add({
      path: "/entity/Default",
      times: -1,
      action: { type: "redirect_error", message: "The number of concurrent API logins has been reached." },
    });
    await world.sync(2);
    expect((await world.problems()).map(problem => problem.code)).toEqual(["seat_limit"]);
    expect(world.acumatica.journal.count({ kind: "effect", name: "login attempt" })).toBeLessThanOrEqual(1);
    for (const fault of world.acumatica.faults.list()) world.acumatica.faults.remove(fault.id);
    await recovers(orders);
    expect(await world.problems()).toEqual([]);
  });

  it("fault 7: 1,200 records with one stamp are all imported", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 1_200, sameTimestamp: minutesAgo(30), lines: 1 });
    await world.sync();
    expect(atWarehouse()).toHaveLength(orders.length);
  });

  it("fault 8: a record stamped four minutes before the cursor is found by the overlap", async () => {
    world = await createWorld();
    await world.sync();
    const { orders } = world.acumatica.control.seed({ orders: 1 });
    world.acumatica.control.touch({ entity: "SalesOrder", key: `SO/${orders[0]}`, lastModified: minutesAgo(4) });
    await world.sync();
    expect(atWarehouse()).toEqual(orders);
  });

  it("fault 9: a record stamped two days ago is found by the sweep", async () => {
    world = await createWorld();
    await world.sync();
    const { orders } = world.acumatica.control.seed({ orders: 1 });
    world.acumatica.control.touch({ entity: "SalesOrder", key: `SO/${orders[0]}`, lastModified: minutesAgo(2 * 24 * 60) });
    await world.sync();
    expect(atWarehouse()).toEqual([]);
    await inWorkspace(
      world.scope,
      tx => tx.$executeRaw`update "Channel" set "sweepDueAt" = clock_timestamp() - interval '1 second' where kind = 'orders'`,
    );
    await world.sync();
    expect(atWarehouse()).toEqual(orders);
  });

  it("fault 10: a list that shifts while it is read loses and doubles nothing", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 1_500, lines: 1, spreadDays: 2 });
    world.acumatica.switches.listOrder = "shuffled_each_call";
    world.acumatica.switches.touchAfterList = 40;
    await world.sync(2);
    world.acumatica.switches.touchAfterList = 0;
    await recovers(orders);
  });

  it("fault 13: changed, held, cancelled and deleted before it was sent: the warehouse gets what Acumatica says now, or nothing", async () => {
    world = await createWorld();
    await world.sync();
    world.shipstation.faults.add({ path: "/orders/createorders", times: -1, action: { type: "status", status: 500 } });
    const { orders } = world.acumatica.control.seed({ orders: 5, sameTimestamp: true });
    await world.sync();
    const [changed = "", held = "", cancelled = "", deleted = "", left = ""] = orders;
    world.acumatica.control.editOrder({ orderNbr: changed, lines: [{ lineNbr: 1, orderQty: 77 }] });
    world.acumatica.control.editOrder({ orderNbr: held, action: "hold" });
    world.acumatica.control.editOrder({ orderNbr: cancelled, action: "cancel" });
    world.acumatica.control.editOrder({ orderNbr: deleted, action: "delete" });
    for (const fault of world.shipstation.faults.list()) world.shipstation.faults.remove(fault.id);
    await inWorkspace(world.scope, tx => tx.$executeRaw`update "Order" set "sendingSince" = null`);
    await inWorkspace(
      world.scope,
      tx => tx.$executeRaw`update "Channel" set "sweepDueAt" = clock_timestamp() - interval '1 second' where kind = 'orders'`,
    );
    await world.passTime();
    await world.sync();
    expect(atWarehouse()).toEqual([changed, left].sort());
    const sent = world.shipstation.control.orders().find(order => order.orderKey === changed);
    expect(sent?.items.find(item => item.lineItemKey === `${changed}:1`)?.quantity).toBe(77);
    expect((await world.order(held)).statusReason).toBe("Held in Acumatica");
    expect((await world.order(cancelled)).status).toBe("cancelled");
    expect((await world.order(deleted)).statusReason).toBe("Deleted in Acumatica");
  });
});
