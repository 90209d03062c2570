import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unitsOf } from "./testing/units-of";
import { createWorld, type World } from "./testing/world";

/** The whole road in each mode, judged by the vendors' own records and journals. */
describe.each([
  { mode: "sales_order", importViaShipments: false },
  { mode: "shipment", importViaShipments: true },
])("the whole road, $mode mode", ({ mode, importViaShipments }) => {
  let world: World;
  /** Order numbers as Dockbridge and the warehouse know them. */
  let numbers: string[];

  beforeAll(async () => {
    world = await createWorld({ settings: { importViaShipments } });
    const seeded = world.acumatica.control.seed({ orders: importViaShipments ? 5 : 24, shipments: importViaShipments ? 24 : 5, lines: 3 });
    numbers = importViaShipments ? seeded.shipments : seeded.orders;
    await world.sync();
  });
  afterAll(() => world?.close());

  const next = () => {
    const number = numbers.shift();
    if (!number) throw new Error("no order left");
    return number;
  };
  const shipmentsOf = (number: string) =>
    mode === "shipment"
      ? world.acumatica.control.shipments({ shipmentNbr: number })
      : world.acumatica.control.shipments({ orderNbr: number });
  const trackingIn = (number: string) =>
    shipmentsOf(number).flatMap(shipment => (shipment.Packages as { TrackingNbr?: string }[]).map(box => box.TrackingNbr));
  const linesOf = (number: string) => {
    const order = world.shipstation.control.orders().find(one => one.orderKey === number);
    if (!order) throw new Error(`${number} is not at the warehouse`);
    return order.items.filter(item => !item.adjustment);
  };

  it("carries every open record to the warehouse once, with the open quantities, and nothing else", async () => {
    const atWarehouse = world.shipstation.control.orders();
    expect(atWarehouse.map(order => order.orderKey).sort()).toEqual([...numbers].sort());
    expect(world.shipstation.journal.count({ kind: "effect", name: "order.created" })).toBe(24);
    for (const order of await world.orders()) expect(order).toMatchObject({ status: "at_warehouse", problemCode: null });
    await world.sync(2);
    expect(world.shipstation.journal.count({ kind: "effect", name: "order.created" })).toBe(24);
  });

  it("brings tracking, box and confirmation back, once", async () => {
    const number = next();
    const { shipments } = world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    const order = await world.order(number);
    expect(order.status).toBe("completed");
    expect(order.writeBacks).toMatchObject([{ status: "done", action: "write" }]);
    expect(shipmentsOf(number)).toHaveLength(1);
    expect(shipmentsOf(number)[0]).toMatchObject({ Status: "Confirmed" });
    expect(trackingIn(number)).toEqual([shipments[0]?.trackingNumber]);
    expect(order.events.join("\n")).toMatch(/Imported.*\n.*Accepted as order.*\n.*shipped with.*\n/);
  });

  it("writes a partial shipment as it happens, and the rest after it", async () => {
    const number = numbers.find(one => linesOf(one).length > 1 || linesOf(one).some(line => line.quantity > 1)) ?? next();
    numbers = numbers.filter(one => one !== number);
    const [line] = linesOf(number).sort((a, b) => b.quantity - a.quantity);
    if (!line?.lineItemKey) throw new Error("no line");
    world.shipstation.control.ship({ orderKey: number, lines: [{ lineItemKey: line.lineItemKey, quantity: 1 }] });
    await world.sync(2);
    expect(await world.order(number)).toMatchObject({ status: "partly_shipped", unitsShipped: "1" });
    expect(trackingIn(number)).toHaveLength(1);
    world.shipstation.control.ship({ orderKey: number });
    await world.sync(3);
    expect((await world.order(number)).status).toBe("completed");
    expect(trackingIn(number)).toHaveLength(2);
    expect(new Set(trackingIn(number)).size).toBe(2);
    if (mode === "shipment") expect(shipmentsOf(number)).toHaveLength(1);
    for (const shipment of shipmentsOf(number)) expect(shipment.Status).toBe("Confirmed");
  });

  it("puts two labels of one order on it as two boxes, without doubling the goods", async () => {
    const number = next();
    world.shipstation.control.ship({ orderKey: number, packages: 2 });
    await world.sync(3);
    const order = await world.order(number);
    expect(order.status).toBe("completed");
    expect(shipmentsOf(number)).toHaveLength(1);
    expect(trackingIn(number)).toHaveLength(2);
    const shipped = unitsOf(shipmentsOf(number)[0]);
    expect(String(shipped)).toBe(order.unitsShipped);
  });

  it("adds a label that was made after the write-back to the same Shipment", async () => {
    const number = next();
    world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    world.shipstation.control.labelAgain({ orderKey: number });
    await world.sync(3);
    expect((await world.order(number)).status).toBe("completed");
    expect(shipmentsOf(number)).toHaveLength(1);
    expect(shipmentsOf(number)[0]).toMatchObject({ Status: "Confirmed" });
    expect(trackingIn(number)).toHaveLength(2);
  });

  it("follows an order that the warehouse splits by hand", async () => {
    const number = numbers.find(one => linesOf(one).length > 1) ?? next();
    numbers = numbers.filter(one => one !== number);
    const [line] = linesOf(number);
    if (!line?.lineItemKey) throw new Error("no line");
    world.shipstation.control.split({ orderKey: number, lines: [{ lineItemKey: line.lineItemKey, quantity: line.quantity }] });
    world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    expect((await world.order(number)).status).toBe("partly_shipped");
    world.shipstation.control.ship({ orderKey: number });
    await world.sync(3);
    expect((await world.order(number)).status).toBe("completed");
    expect(trackingIn(number)).toHaveLength(2);
  });

  it("takes a label that is voided after the write-back out of Acumatica, and writes the next one", async () => {
    const number = next();
    const { shipments } = world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    world.shipstation.control.voidLabel({ shipmentId: shipments[0]?.shipmentId ?? 0 });
    await world.sync(2);
    const reopened = await world.order(number);
    expect(reopened.status).toBe("at_warehouse");
    expect(reopened.writeBacks).toMatchObject([{ status: "done", action: "undo" }]);
    expect(trackingIn(number)).not.toContain(shipments[0]?.trackingNumber);
    const again = world.shipstation.control.ship({ orderKey: number });
    await world.sync(3);
    expect((await world.order(number)).status).toBe("completed");
    expect(trackingIn(number)).toEqual([again.shipments[0]?.trackingNumber]);
  });

  it("keeps the goods shipped when one of two labels is voided, whichever it is", async () => {
    for (const [voided, kept] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const number = next();
      const { shipments } = world.shipstation.control.ship({ orderKey: number, packages: 2 });
      await world.sync(3);
      world.shipstation.control.voidLabel({ shipmentId: shipments[voided]?.shipmentId ?? 0 });
      await world.sync(3);
      expect(trackingIn(number)).toEqual([shipments[kept]?.trackingNumber]);
      expect(shipmentsOf(number)).toHaveLength(1);
      expect(shipmentsOf(number)[0]).toMatchObject({ Status: "Confirmed" });
      expect((await world.order(number)).status).toBe("completed");
    }
  });

  it("says who must act when a voided label's Shipment can't be corrected any more", async () => {
    const number = next();
    const { shipments } = world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    const target = (await world.order(number)).writeBacks[0]?.target ?? "";
    world.acumatica.control.actOnShipment({ shipmentNbr: target, action: "invoice" });
    world.shipstation.control.voidLabel({ shipmentId: shipments[0]?.shipmentId ?? 0 });
    await world.sync(2);
    expect(await world.order(number)).toMatchObject({ status: "at_warehouse", problemCode: "void_after_write_back" });
    const problem = (await world.problems()).find(one => one.code === "void_after_write_back");
    expect(problem).toMatchObject({ owner: "merchant_erp_admin" });
    expect(problem?.nextStep).toContain(target);
  });

  it("ignores a return label", async () => {
    const number = next();
    world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    const before = trackingIn(number);
    world.shipstation.control.returnLabel({ orderKey: number });
    await world.sync(2);
    const order = await world.order(number);
    expect(order).toMatchObject({ status: "completed" });
    expect(trackingIn(number)).toEqual(before);
    expect(order.events.join()).toContain("return label");
  });

  it("writes back an order that was marked as shipped elsewhere", async () => {
    const number = next();
    world.shipstation.control.markAsShipped({ orderKey: number, carrier: "fedex", trackingNumber: "794600000001" });
    await world.sync(2);
    expect((await world.order(number)).status).toBe("completed");
    expect(trackingIn(number)).toEqual(["794600000001"]);
  });

  it("never makes a Shipment of its own in shipment mode", () => {
    const created = world.acumatica.journal.entries({ kind: "effect", name: "shipment created" });
    if (mode === "shipment") expect(created).toHaveLength(0);
    else expect(created.length).toBeGreaterThan(0);
  });
});

describe("what changes in Acumatica after hand-off", () => {
  let world: World;
  let numbers: string[];
  beforeAll(async () => {
    world = await createWorld();
    numbers = world.acumatica.control.seed({ orders: 4 }).orders;
    await world.sync();
  });
  afterAll(() => world?.close());

  it.each([
    ["cancel", "late_change_cancelled"],
    ["hold", "late_change_held"],
  ] as const)("shows a %s as a problem with an owner and what may still be done", async (action, code) => {
    const number = numbers.shift() ?? "";
    world.acumatica.control.editOrder({ orderNbr: number, action });
    await world.sync();
    expect(await world.order(number)).toMatchObject({ status: "at_warehouse", problemCode: code });
    expect((await world.problems()).find(problem => problem.code === code)).toMatchObject({ owner: "operator" });
  });

  it("keeps the tracking of an order on hold there, and writes it when the hold is gone", async () => {
    const number = numbers.shift() ?? "";
    world.acumatica.control.editOrder({ orderNbr: number, action: "hold" });
    world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    const held = await world.order(number);
    expect(held.status).toBe("shipped");
    expect(held.writeBacks[0]).toMatchObject({ status: "attention" });
    expect((await world.problems()).map(problem => problem.code)).toContain("order_on_hold");
    world.acumatica.control.editOrder({ orderNbr: number, action: "release" });
    await world.passTime();
    await world.sync(2);
    expect((await world.order(number)).status).toBe("completed");
    expect((await world.problems()).map(problem => problem.code)).not.toContain("order_on_hold");
  });
});
