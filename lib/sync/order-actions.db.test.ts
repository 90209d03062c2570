import { afterEach, describe, expect, it } from "vitest";
import { createMapping } from "@/lib/connections/create-mapping";
import type { StoreSettingsInput } from "@/lib/connections/store-settings";
import { inWorkspace } from "@/lib/db/tx";
import { actOnOrder } from "./order-actions";
import type { OrderAction } from "./order-changes";
import { createWorld, type World } from "./testing/world";

/** What a person may do to an order, and what becomes of it: the legal moves, the matches and Acumatica's own state all count. */
let world: World;
afterEach(() => world?.close());

const NOT_NOW = { code: "not_possible_now" };
const act = async (number: string, action: OrderAction) =>
  actOnOrder(world.scope, { orderId: (await world.order(number)).id, action, runtime: world.runtime });
const atWarehouse = (number: string) => world.shipstation.control.orders().find(order => order.orderKey === number);
const quantityAt = (number: string, line = 1) =>
  atWarehouse(number)?.items.find(item => item.lineItemKey === `${number}:${line}`)?.quantity;
const skuOf = (number: string) =>
  String(world.acumatica.control.orders({ orderNbr: number }).flatMap(order => order.Details as { InventoryID: string }[])[0]?.InventoryID);
const warehouseIs = (state: "away" | "back") => {
  for (const fault of world.shipstation.faults.list()) world.shipstation.faults.remove(fault.id);
  if (state === "away")
    world.shipstation.faults.add({ path: "/orders/createorders", times: -1, action: { type: "status", status: 429, headers: {} } });
};

/** So long ago that no poll shows it again. */
const letAge = (orderNbr: string) =>
  world.acumatica.control.touch({
    entity: "SalesOrder",
    key: `SO/${orderNbr}`,
    lastModified: new Date(Date.now() - 2 * 86_400_000).toISOString(),
  });

async function oneOrder(settings: StoreSettingsInput = {}, options: { at?: "warehouse" | "ready" } = {}): Promise<string> {
  world = await createWorld({ settings });
  await world.sync();
  if (options.at === "ready") warehouseIs("away");
  const [number = ""] = world.acumatica.control.seed({ orders: 1, lines: 1, sameTimestamp: true }).orders;
  await world.sync();
  return number;
}

async function settle(): Promise<void> {
  warehouseIs("back");
  await world.passTime();
  await world.sync(2);
}

describe("release", () => {
  it("sends an order held by hand that lacks a match back to its match, not to the warehouse", async () => {
    const number = await oneOrder({ unmappedSku: "hold" });
    await act(number, "hold");
    expect(await act(number, "release")).toMatchObject({ status: "needs_mapping" });
    await settle();
    expect(atWarehouse(number)).toBeUndefined();
    expect(await world.order(number)).toMatchObject({ status: "needs_mapping", problemCode: "unmapped_sku" });
    await createMapping(world.scope, { input: { connectionId: world.ids.connection, kind: "sku", from: skuOf(number), to: "BIN-7" } });
    await settle();
    expect(atWarehouse(number)?.items[0]?.sku).toBe("BIN-7");
  });

  it("does not overrule a hold of Acumatica's own, which ends by itself", async () => {
    const number = await oneOrder({}, { at: "ready" });
    world.acumatica.control.editOrder({ orderNbr: number, action: "hold" });
    await world.passTime();
    await world.sync();
    expect((await world.order(number)).statusReason).toBe("Held in Acumatica");
    await expect(act(number, "release")).rejects.toMatchObject(NOT_NOW);
    world.acumatica.control.editOrder({ orderNbr: number, action: "release" });
    await settle();
    expect(await world.order(number)).toMatchObject({ status: "at_warehouse" });
  });

  it("hands an order over to the hold that Acumatica put on it meanwhile", async () => {
    const number = await oneOrder({}, { at: "ready" });
    await act(number, "hold");
    world.acumatica.control.editOrder({ orderNbr: number, action: "hold" });
    await world.sync();
    expect(await act(number, "release")).toMatchObject({ status: "on_hold" });
    expect((await world.order(number)).statusReason).toBe("Held in Acumatica");
    world.acumatica.control.editOrder({ orderNbr: number, action: "release" });
    await settle();
    expect(await world.order(number)).toMatchObject({ status: "at_warehouse" });
  });
});

describe("retry", () => {
  it("sends a late change with the content that Acumatica has now, once, and the difference is gone", async () => {
    const number = await oneOrder();
    world.acumatica.control.editOrder({ orderNbr: number, lines: [{ lineNbr: 1, orderQty: 83 }] });
    await world.sync();
    expect((await world.order(number)).lateChange).toMatchObject({ kind: "edited" });
    letAge(number);
    expect(await act(number, "retry")).toMatchObject({ status: "ready" });
    await settle();
    expect(quantityAt(number)).toBe(83);
    expect(await world.order(number)).toMatchObject({ status: "at_warehouse", lateChange: null, problemCode: null });
    await settle();
    expect(await world.order(number)).toMatchObject({ lateChange: null, problemCode: null });
    expect(await world.problems()).toEqual([]);
  });

  it("uses the matches as they are now for an order the warehouse refused", async () => {
    world = await createWorld();
    const [number = ""] = world.acumatica.control.seed({ orders: 1, lines: 1 }).orders;
    world.shipstation.switches.rejectOrderKeys = [number];
    await world.sync();
    expect((await world.order(number)).status).toBe("attention");
    world.shipstation.switches.rejectOrderKeys = [];
    await createMapping(world.scope, { input: { connectionId: world.ids.connection, kind: "sku", from: skuOf(number), to: "BIN-9" } });
    await act(number, "retry");
    await settle();
    expect(atWarehouse(number)?.items[0]?.sku).toBe("BIN-9");
  });

  it("never sends a record that could not be read: it is read again instead", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 2, lines: 1 });
    const [number = ""] = orders;
    world.acumatica.control.poison({ orderNbr: number, kind: "huge" });
    await world.sync();
    expect(await world.order(number)).toMatchObject({ status: "attention", problemCode: "unreadable_record" });
    await expect(act(number, "reset")).rejects.toMatchObject(NOT_NOW);
    expect(await act(number, "retry")).toMatchObject({ status: "attention" });
    await world.sync();
    expect(world.shipstation.control.orders().map(order => order.orderKey)).toEqual([orders[1]]);
    expect(await world.problems()).toMatchObject([{ code: "unreadable_record" }]);
  });

  it("lets the problem of a write-back end with it, also when the order was retried by hand", async () => {
    const number = await oneOrder();
    world.acumatica.control.editOrder({ orderNbr: number, action: "hold" });
    world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    expect((await world.problems()).map(problem => problem.code)).toContain("order_on_hold");
    world.acumatica.control.editOrder({ orderNbr: number, action: "release" });
    await act(number, "retry");
    await world.sync(2);
    expect(await world.order(number)).toMatchObject({ status: "completed", problemCode: null });
    expect(await world.problems()).toEqual([]);
  });

  it("sends an order that waits for its next try at once", async () => {
    const number = await oneOrder({}, { at: "ready" });
    warehouseIs("back");
    await inWorkspace(world.scope, tx => tx.$executeRaw`update "CallBudget" set "blockedUntil" = null`);
    await inWorkspace(world.scope, tx => tx.$executeRaw`update "Order" set "nextSendAt" = clock_timestamp() + interval '1 hour'`);
    await world.sync();
    expect((await world.order(number)).status).toBe("ready");
    await act(number, "retry");
    await world.sync();
    expect((await world.order(number)).status).toBe("at_warehouse");
  });

  it("restores what was archived to what really happened to it", async () => {
    world = await createWorld();
    const [number = ""] = world.acumatica.control.seed({ orders: 1, lines: 1 }).orders;
    world.acumatica.control.editOrder({ orderNbr: number, lines: [{ lineNbr: 1, orderQty: 5 }] });
    await world.sync();
    world.shipstation.control.ship({ orderKey: number, lines: [{ lineItemKey: `${number}:1`, quantity: 2 }] });
    await world.sync(2);
    await act(number, "archive");
    expect(await act(number, "retry")).toMatchObject({ status: "partly_shipped" });
  });

  it("sends an order again that was cancelled by hand before it was sent, as Acumatica has it now", async () => {
    const number = await oneOrder({}, { at: "ready" });
    await act(number, "cancel");
    world.acumatica.control.editOrder({ orderNbr: number, lines: [{ lineNbr: 1, orderQty: 61 }] });
    await settle();
    expect(atWarehouse(number)).toBeUndefined();
    letAge(number);
    expect(await act(number, "retry")).toMatchObject({ status: "ready" });
    await settle();
    expect(quantityAt(number)).toBe(61);
  });

  it("does not restore an order that Acumatica has cancelled meanwhile", async () => {
    const number = await oneOrder({}, { at: "ready" });
    await act(number, "archive");
    world.acumatica.control.editOrder({ orderNbr: number, action: "cancel" });
    await settle();
    await expect(act(number, "retry")).rejects.toMatchObject(NOT_NOW);
    expect((await world.order(number)).status).toBe("archived");
  });
});

describe("reset", () => {
  it("maps the order again, and leaves one without a match waiting for it", async () => {
    const number = await oneOrder({ unmappedSku: "hold" });
    await act(number, "archive");
    expect(await act(number, "reset")).toMatchObject({ status: "needs_mapping" });
    await settle();
    expect(atWarehouse(number)).toBeUndefined();
  });

  it("shows a cancel in Acumatica for an order that the warehouse has, although it is to be sent again", async () => {
    const number = await oneOrder();
    warehouseIs("away");
    await act(number, "reset");
    world.acumatica.control.editOrder({ orderNbr: number, action: "cancel" });
    await world.sync();
    await settle();
    expect(await world.order(number)).toMatchObject({ status: "at_warehouse", problemCode: "late_change_cancelled" });
  });
});

describe("cancel", () => {
  it("also reaches the warehouse when the order was about to be sent there again", async () => {
    const number = await oneOrder();
    await act(number, "reset");
    await act(number, "cancel");
    expect((await world.order(number)).status).toBe("cancelled");
    expect(atWarehouse(number)?.orderStatus).toBe("cancelled");
  });
});

describe("moves that the table does not know", () => {
  it.each([
    ["archive", "archive"],
    ["archive", "cancel"],
    ["cancel", "cancel"],
    ["cancel", "archive"],
    ["cancel", "hold"],
  ] as const)("after %s, %s is refused in words and changes nothing", async (first, second) => {
    const number = await oneOrder({}, { at: "ready" });
    const { status } = await act(number, first);
    await expect(act(number, second)).rejects.toMatchObject({ code: expect.stringMatching(/not_possible_now|illegal_move/) });
    expect((await world.order(number)).status).toBe(status);
  });

  it("an order that the warehouse has is not held here, where it would ship all the same", async () => {
    const number = await oneOrder();
    await act(number, "reset");
    await expect(act(number, "hold")).rejects.toMatchObject(NOT_NOW);
  });
});
