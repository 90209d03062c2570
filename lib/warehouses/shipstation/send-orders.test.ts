import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OutgoingOrder, SendOutcome } from "../contract";
import { makeOrder } from "../testing/contract-battery";
import { createShipStationWorld, type ShipStationWorld } from "../testing/shipstation-world";

let world: ShipStationWorld;
beforeEach(async () => {
  world = await createShipStationWorld();
});
afterEach(() => world.close());

const outcomesOf = (outcomes: SendOutcome[]) => outcomes.map(({ outcome }) => outcome).sort();
const send = async (orders: OutgoingOrder[]) => (await world.session.sendOrders(orders)).outcomes;
const sendOne = async (part: Partial<OutgoingOrder>) => (await send([makeOrder(part)]))[0];
const stored = (order: OutgoingOrder) => world.sandbox.control.orders().find(one => one.orderKey === order.warehouseKey);
const makeOrders = (count: number) => Array.from({ length: count }, () => makeOrder());

describe("sending orders to ShipStation V1", () => {
  it("sends Pacific wall time, the line references, the ERP's reference and the requested service", async () => {
    const order = makeOrder({
      orderedAt: "2026-07-01T06:30:00Z",
      shipByAt: "2026-12-02T07:00:00Z",
      notes: "Ring twice",
      customerId: "C0012",
    });
    await send([order]);
    expect(stored(order)).toMatchObject({
      orderNumber: order.number,
      orderStatus: "awaiting_shipment",
      orderDate: expect.stringMatching(/^2026-06-30T23:30:00/),
      shipByDate: expect.stringMatching(/^2026-12-01T23:00:00/),
      customerUsername: "C0012",
      internalNotes: "Ring twice",
      requestedShippingService: "Ground",
      billTo: { name: "Ada Lovelace" },
      shipTo: { name: "Ada Lovelace", street1: "12 Analytical Way", city: "Reno", country: "US" },
      advancedOptions: { customField1: order.reference },
      items: [{ lineItemKey: `${order.warehouseKey}:1`, sku: "KC-24", quantity: 2, unitPrice: 9.5 }, { quantity: 3 }],
    });
  });

  it("sends mapped carrier and service codes instead of words", async () => {
    const order = makeOrder({ shipMethod: { carrierCode: "fedex", serviceCode: "fedex_ground" } });
    await send([order]);
    expect(stored(order)).toMatchObject({ carrierCode: "fedex", serviceCode: "fedex_ground" });
    expect(stored(order)?.requestedShippingService ?? null).toBeNull();
  });

  it.each<[string, Partial<OutgoingOrder>, string, string]>([
    [
      "a fractional quantity",
      { lines: [{ lineRef: "7", warehouseLineKey: "k", sku: "OIL", name: "Oil", quantity: "1.5" }] },
      "rejected",
      "whole units",
    ],
    ["no lines", { lines: [] }, "rejected", "no line"],
    ["a number that is too long", { number: "N".repeat(51) }, "rejected", "50 characters"],
    ["no recipient", { shipTo: { ...makeOrder().shipTo, name: " " } }, "address_incomplete", "name"],
    ["a country in three letters", { shipTo: { ...makeOrder().shipTo, country: "USA" } }, "address_incomplete", "two-letter"],
  ])("refuses %s without a call", async (_what, part, code, words) => {
    const report = await world.session.sendOrders([makeOrder(part)]);
    expect(report).toMatchObject({ exchangeId: null, outcomes: [{ outcome: "refused", code, message: expect.stringContaining(words) }] });
    expect(world.calls()).toEqual([]);
  });

  it("ships to a business without a person, and to a country without postal codes", async () => {
    const { name: _name, postalCode: _code, ...shipTo } = makeOrder().shipTo;
    expect(await sendOne({ shipTo: { ...shipTo, name: "", company: "Kowloon Kettles", country: "hk" } })).toMatchObject({
      outcome: "accepted",
    });
  });

  it("takes control characters and broken surrogates out, so that one poisoned text does not cost the batch", async () => {
    const order = makeOrder({ notes: "a\u0000b\ud800c", customerName: "Ada\u0007" });
    expect((await send([order]))[0]).toMatchObject({ outcome: "accepted" });
    expect(stored(order)).toMatchObject({ internalNotes: "ab\ufffdc", billTo: { name: "Ada" } });
  });

  it("fault 20: of 100 orders with 3 refused, 97 are accepted and 3 carry the vendor's words", async () => {
    const orders = makeOrders(100);
    world.sandbox.switches.rejectOrderKeys = orders.slice(10, 13).map(order => order.warehouseKey);
    const outcomes = await send(orders);
    expect(outcomes.filter(({ outcome }) => outcome === "accepted")).toHaveLength(97);
    expect(outcomes.filter(({ outcome }) => outcome === "refused")).toHaveLength(3);
    expect(world.calls()).toHaveLength(4);
  });

  it("fault 21: matches a short, reordered answer with unknown keys by key, and leaves the missing rows in doubt", async () => {
    const orders = makeOrders(10);
    const dropped = orders[4]?.warehouseKey ?? "";
    world.sandbox.switches.batchAnswer = { dropLast: 1, dropKeys: [dropped], reorder: true, unknownKeys: 2 };
    const outcomes = await send(orders);
    const keys = outcomes.map(({ warehouseKey }) => warehouseKey);
    // One dropped, one cut off, two under keys nobody asked about.
    expect(outcomesOf(outcomes)).toEqual(Array(6).fill("accepted"));
    expect(keys).not.toContain(dropped);
    for (const outcome of outcomes) {
      const at = world.sandbox.control.orders().find(one => one.orderKey === outcome.warehouseKey);
      expect(outcome).toMatchObject({ warehouseRef: String(at?.orderId) });
    }
  });

  it("fault 22: finds an order that was shipped meanwhile among others whose number begins the same", async () => {
    const order = makeOrder({ warehouseKey: "SO-1", number: "SO-1" });
    await send([order, makeOrder({ warehouseKey: "SO-10", number: "SO-10" }), makeOrder({ warehouseKey: "SO-11", number: "SO-11" })]);
    world.sandbox.control.ship({ orderKey: "SO-1" });
    const before = JSON.stringify(stored(order));
    expect((await send([{ ...order, notes: "late" }]))[0]).toMatchObject({ outcome: "already_there", final: "shipped" });
    expect(JSON.stringify(stored(order))).toBe(before);
  });

  it("looks at no more than ten refused rows of a batch and asks for the rest again later", async () => {
    const orders = makeOrders(15);
    world.sandbox.switches.rejectOrderKeys = orders.map(order => order.warehouseKey);
    expect(outcomesOf(await send(orders))).toEqual([...Array(10).fill("refused"), ...Array(5).fill("try_later")]);
    expect(world.calls()).toHaveLength(11);
  });

  it("does not lose what was accepted when a look at a refused row fails", async () => {
    const orders = makeOrders(4);
    world.sandbox.switches.rejectOrderKeys = orders.slice(0, 2).map(order => order.warehouseKey);
    world.sandbox.faults.add({ method: "GET", action: { type: "status", status: 503 }, times: -1 });
    const outcomes = await send(orders);
    expect(outcomesOf(outcomes)).toEqual(["accepted", "accepted", "try_later", "try_later"]);
    expect(world.calls()).toHaveLength(2);
  });

  it("throws the vendor's reading of a batch it could not read at all, so that the caller can halve it", async () => {
    const text = "Cannot deserialize the current JSON object into type 'Order[]'";
    const body = { Message: "The request is invalid.", ModelState: { "apiOrders.orderNumber": [text] } };
    world.sandbox.faults.add({ action: { type: "status", status: 400, body } });
    await expect(send(makeOrders(2))).rejects.toMatchObject({ code: "rejected", userMessage: text, outcomeUnknown: false });
  });

  it.each([
    [401, "", { code: "key_refused", outcomeUnknown: false }],
    [401, "<html>no</html>", { code: "key_refused" }],
    [401, { message: "Invalid API credentials" }, { code: "key_refused" }],
    [403, "", { code: "forbidden" }],
    [404, "", { code: "unexpected" }],
    [405, "", { code: "rejected" }],
    [429, { message: "Too Many Requests" }, { code: "throttled", retry: { kind: "after", afterMs: 60_000 } }],
    [500, { Message: "An error has occurred.", StackTrace: "at SS.OpenApi.Secret()" }, { code: "unexpected", outcomeUnknown: true }],
    [502, "<html>bad gateway</html>", { code: "unexpected", outcomeUnknown: true }],
    [302, "", { code: "unexpected" }],
  ])("reads status %s with body %j", async (status, body, expected) => {
    world.sandbox.switches.rateHeaders = false;
    world.sandbox.faults.add({ action: { type: "status", status, body } });
    const error = await send(makeOrders(1)).catch((error: unknown) => error);
    expect(error).toMatchObject(expected);
    expect(`${(error as Error).message} ${(error as { userMessage: string }).userMessage}`).not.toMatch(/<html>|OpenApi/);
  });

  it("keeps no key, no person's data in its records", async () => {
    await send([makeOrder({ notes: "canary note" })]);
    const kept = JSON.stringify(world.records);
    expect(world.records).toHaveLength(1);
    for (const secret of ["sandbox-secret", "sandbox-key", "c2FuZGJveC1rZXk", "Lovelace", "Analytical", "ada@", "555-0100", "canary"])
      expect(kept).not.toContain(secret);
    expect(kept).toContain("KC-24");
  });
});

describe("cancelling", () => {
  const split = async (order: OutgoingOrder) => {
    const [outcome] = await send([order]);
    world.sandbox.control.split({ orderKey: order.warehouseKey, lines: [{ lineItemKey: `${order.warehouseKey}:1`, quantity: 1 }] });
    return { warehouseKey: order.warehouseKey, warehouseRef: outcome && "warehouseRef" in outcome ? outcome.warehouseRef : "" };
  };

  it("cancels every part of a split order", async () => {
    const target = await split(makeOrder());
    expect(await world.session.cancelOrder(target)).toMatchObject({ outcome: "cancelled" });
    const parts = world.sandbox.control.orders().filter(one => one.orderNumber === target.warehouseKey);
    expect(parts.length).toBeGreaterThan(1);
    expect(new Set(parts.map(({ orderStatus }) => orderStatus))).toEqual(new Set(["cancelled"]));
  });

  it("cancels nothing once a part is shipped", async () => {
    const target = await split(makeOrder());
    world.sandbox.control.ship({ orderKey: target.warehouseKey });
    expect(await world.session.cancelOrder(target)).toMatchObject({ outcome: "too_late" });
    const statuses = world.sandbox.control
      .orders()
      .filter(one => one.orderNumber === target.warehouseKey)
      .map(({ orderStatus }) => orderStatus);
    expect(statuses).not.toContain("cancelled");
  });

  it.each(["message", "exception"] as const)(
    "finds out that it came too late when the order was shipped between look and call (%s)",
    async envelope => {
      world.sandbox.switches.validationEnvelope = envelope;
      const order = makeOrder();
      const [outcome] = await send([order]);
      world.sandbox.faults.add({
        method: "POST",
        path: "/orders/createorder$",
        action: { type: "status", status: envelope === "message" ? 400 : 500, body: { Message: "no" } },
      });
      const warehouseRef = outcome && "warehouseRef" in outcome ? outcome.warehouseRef : "";
      await expect(world.session.cancelOrder({ warehouseKey: order.warehouseKey, warehouseRef })).rejects.toThrow("no");
      world.sandbox.faults.add({
        method: "GET",
        path: `/orders/${warehouseRef}$`,
        action: { type: "status", status: 200, body: { orderId: Number(warehouseRef), orderStatus: "awaiting_shipment" } },
      });
      world.sandbox.control.ship({ orderKey: order.warehouseKey });
      expect(await world.session.cancelOrder({ warehouseKey: order.warehouseKey, warehouseRef })).toMatchObject({ outcome: "too_late" });
    },
  );

  it("takes an order ShipStation has deleted for cancelled", async () => {
    expect(await world.session.cancelOrder({ warehouseKey: "SO-gone", warehouseRef: "999999999" })).toMatchObject({ outcome: "cancelled" });
  });
});
