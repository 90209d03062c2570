import { afterEach, describe, expect, it } from "vitest";
import { getSalesOrder } from "@/lib/acumatica/sales-orders";
import { createShipment } from "@/lib/acumatica/shipments";
import { openStore } from "@/lib/connections/open-store";
import type { StoreSettingsInput } from "@/lib/connections/store-settings";
import { updateStore } from "@/lib/connections/update-store";
import { inWorkspace } from "@/lib/db/tx";
import { actOnOrder } from "../order-actions";
import { unitsOf } from "../testing/units-of";
import { createWorld, type World } from "../testing/world";

/** The ledger at the places where Acumatica, a person or the warehouse steps in between. Judged by what Acumatica shows in the end. */
let world: World;
afterEach(() => world?.close());

type Packages = { TrackingNbr?: string; PackageContents?: unknown[] }[];

async function atWarehouse(
  settings: StoreSettingsInput = {},
  seed: { lines?: number; quantity?: number; warehouses?: string[] } = {},
): Promise<string> {
  world = await createWorld({ settings });
  const request = { lines: seed.lines ?? 1, ...(seed.warehouses ? { warehouses: seed.warehouses } : {}) };
  const { orders, shipments } = world.acumatica.control.seed(
    settings.importViaShipments ? { ...request, shipments: 1 } : { ...request, orders: 1 },
  );
  const [number = ""] = settings.importViaShipments ? shipments : orders;
  if (seed.quantity) world.acumatica.control.editOrder({ orderNbr: number, lines: [{ lineNbr: 1, orderQty: seed.quantity }] });
  await world.sync();
  return number;
}

const shipmentsOf = (number: string) =>
  world.acumatica.control.shipments({ orderNbr: number }).length > 0
    ? world.acumatica.control.shipments({ orderNbr: number })
    : world.acumatica.control.shipments({ shipmentNbr: number });
const packagesOf = (number: string) => shipmentsOf(number).flatMap(shipment => shipment.Packages as Packages);
const statesOf = (number: string) => shipmentsOf(number).map(shipment => shipment.Status);
const entries = async (number: string) => (await world.order(number)).writeBacks;
const codes = async () => (await world.problems()).map(problem => problem.code);
const shipLine = (number: string, quantity: number, line = 1) =>
  world.shipstation.control.ship({ orderKey: number, lines: [{ lineItemKey: `${number}:${line}`, quantity }] });
const retry = async (number: string) =>
  actOnOrder(world.scope, { orderId: (await world.order(number)).id, action: "retry", runtime: world.runtime });
const calls = (method: string, path: string) =>
  world.acumatica.journal.entries({ kind: "call" }).filter(call => call.method === method && String(call.path).includes(path));

/** What Acumatica saves of a write whose answer was lost, long after. */
async function writeLate(number: string): Promise<void> {
  const { reference } = await inWorkspace(world.scope, tx => tx.writeBack.findFirstOrThrow({ select: { reference: true } }));
  await typeShipment(number, { description: `Dockbridge ${reference}`, trackingNbr: "1ZLATE", customRefNbr1: reference });
}

async function typeShipment(number: string, box: { description: string; trackingNbr: string; customRefNbr1?: string }): Promise<string> {
  const session = await openStore(world.scope, { storeId: world.ids.store, runtime: world.runtime });
  const order = await getSalesOrder({ session, orderType: "SO", orderNbr: number });
  const { description, ...named } = box;
  const saved = await createShipment({
    session,
    customerId: order.customerId ?? "",
    warehouseId: "MAIN",
    shipmentDate: "2026-11-20",
    description,
    lines: [{ orderType: "SO", orderNbr: number, orderLineNbr: "1", shippedQty: "1" }],
    packages: [{ ...named, description: "UPS" }],
  });
  return saved.shipmentNbr;
}

async function later(rounds = 1): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await world.passTime();
    await world.sync();
  }
}

describe("package contents", () => {
  it.each([false, true])("says what is in the box (shipment mode: %s)", async importViaShipments => {
    const number = await atWarehouse({ includePackageContents: true, importViaShipments });
    world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    expect((await world.order(number)).status).toBe("completed");
    expect(packagesOf(number)[0]?.PackageContents).toHaveLength(1);
    expect(await codes()).toEqual([]);
  });

  it.each([
    ["refused", false],
    ["refused", true],
    ["ignored", false],
    ["ignored", true],
  ] as const)(
    "goes without them where the tenant has them %s (shipment mode: %s), and names who can change that",
    async (packageContents, importViaShipments) => {
      const number = await atWarehouse({ includePackageContents: true, importViaShipments });
      world.acumatica.switches.packageContents = packageContents;
      const { shipments } = world.shipstation.control.ship({ orderKey: number });
      await world.sync(2);
      expect((await world.order(number)).status).toBe("completed");
      expect(statesOf(number)).toEqual(["Confirmed"]);
      expect(packagesOf(number)).toMatchObject([{ TrackingNbr: shipments[0]?.trackingNumber, PackageContents: [] }]);
      expect(await world.problems()).toMatchObject([{ code: "package_contents_refused", owner: "merchant_erp_admin" }]);
    },
  );

  it("tells of the refusal until contents are possible, or are not wanted any more", async () => {
    const number = await atWarehouse({ includePackageContents: true });
    const [second = "", third = ""] = world.acumatica.control.seed({ orders: 2, lines: 1, sameTimestamp: true }).orders;
    world.acumatica.switches.packageContents = "refused";
    await world.sync();
    world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    expect(await codes()).toEqual(["package_contents_refused"]);
    world.acumatica.switches.packageContents = "pool";
    world.shipstation.control.ship({ orderKey: second });
    await world.sync(2);
    expect(await codes()).toEqual([]);
    world.acumatica.switches.packageContents = "refused";
    world.shipstation.control.ship({ orderKey: third });
    await world.sync(2);
    expect(await codes()).toEqual(["package_contents_refused"]);
    await updateStore(world.scope, { id: world.ids.store, input: { settings: { includePackageContents: false } }, runtime: world.runtime });
    await world.sync();
    expect(await codes()).toEqual([]);
  });
});

describe("without Confirm shipments", () => {
  it("lets the second part wait for the open Shipment, names its owner, and goes on once it is confirmed", async () => {
    const number = await atWarehouse({ confirmShipments: false }, { quantity: 5 });
    shipLine(number, 2);
    await world.sync(2);
    expect(statesOf(number)).toEqual(["Open"]);
    world.shipstation.control.ship({ orderKey: number });
    await later(3);
    expect(statesOf(number)).toEqual(["Open"]);
    expect((await entries(number)).map(entry => entry.status)).toEqual(["done", "waiting"]);
    expect((await entries(number))[1]?.statusReason).toContain("not confirmed yet");
    expect(await world.problems()).toMatchObject([{ code: "order_locked", owner: "merchant_erp_admin" }]);
    expect((await world.order(number)).problemCode).toBe("order_locked");
    world.acumatica.control.actOnShipment({ shipmentNbr: (await entries(number))[0]?.target ?? "", action: "confirm" });
    await later(2);
    expect((await world.order(number)).status).toBe("completed");
    expect(shipmentsOf(number).map(unitsOf).sort()).toEqual([2, 3]);
    expect(await codes()).toEqual([]);
  });
});

describe("goods from two Acumatica warehouses", () => {
  it.each(["immediate", "async"] as const)(
    "become two Shipments, one after the other, and nobody is asked for help (confirm %s)",
    async actionMode => {
      const number = await atWarehouse({}, { lines: 6, warehouses: ["MAIN", "EAST"] });
      const details = () => world.acumatica.control.orders({ orderNbr: number })[0]?.Details as { WarehouseID: string }[];
      if (new Set(details().map(line => line.WarehouseID)).size < 2) {
        world.acumatica.control.editOrder({
          orderNbr: number,
          lines: [{ set: { InventoryID: "MUG-12OZ-BLK", WarehouseID: "EAST" }, orderQty: 2 }],
        });
        await world.sync();
        if ((await world.order(number)).lateChange) await retry(number);
        await world.sync();
      }
      Object.assign(world.acumatica.switches, { actionMode, operationMs: 60_000 });
      world.runtime.times.pollMs = 30_000;
      world.shipstation.control.ship({ orderKey: number });
      await world.sync();
      expect(await codes()).toEqual([]);
      world.acumatica.control.setClock(61_000);
      await later();
      expect(await world.problems()).toEqual([]);
      world.acumatica.control.setClock(130_000);
      await later(3);
      expect((await world.order(number)).status).toBe("completed");
      expect(statesOf(number)).toEqual(["Confirmed", "Confirmed"]);
      expect(new Set(shipmentsOf(number).map(shipment => shipment.WarehouseID)).size).toBe(2);
      expect(
        String(
          shipmentsOf(number)
            .map(unitsOf)
            .reduce((a, b) => a + b, 0),
        ),
      ).toBe((await world.order(number)).unitsShipped);
    },
  );
});

describe("one label with goods from two Acumatica warehouses", () => {
  it("is written for both although the answer of the first was lost: one tracking number stands on two Shipments", async () => {
    const number = await atWarehouse();
    world.acumatica.control.editOrder({
      orderNbr: number,
      lines: [{ set: { InventoryID: "MUG-12OZ-BLK", WarehouseID: "EAST" }, orderQty: 2 }],
    });
    await world.sync();
    await retry(number);
    await world.sync();
    world.runtime.times.doubtPauseMs = 600_000;
    world.acumatica.faults.add({ method: "PUT", path: "/Shipment", action: "drop_after" });
    world.shipstation.control.ship({ orderKey: number });
    await later(5);
    expect((await world.order(number)).status).toBe("completed");
    expect(new Set((await entries(number)).map(entry => entry.target)).size).toBe(2);
    expect(new Set(shipmentsOf(number).map(shipment => shipment.WarehouseID)).size).toBe(2);
    expect(await codes()).toEqual([]);
  });
});

describe("duplicate checking", () => {
  it.each([
    [true, [1]],
    [false, [1, 1]],
  ] as const)(
    "%s: a Shipment that somebody typed by hand with the same tracking number gives Shipments of %j units",
    async (duplicateChecking, units) => {
      const number = await atWarehouse({ duplicateChecking }, { quantity: 6 });
      const byHand = await typeShipment(number, { description: "typed by hand", trackingNbr: "1ZBYHAND" });
      world.acumatica.control.actOnShipment({ shipmentNbr: byHand, action: "confirm" });
      world.shipstation.control.ship({
        orderKey: number,
        lines: [{ lineItemKey: `${number}:1`, quantity: 1 }],
        trackingNumber: "1ZBYHAND",
      });
      await later(2);
      expect((await entries(number))[0]?.status).toBe("done");
      expect(shipmentsOf(number).map(unitsOf)).toEqual(units);
    },
  );
});

describe("in doubt", () => {
  it("stays in doubt when a look fails: only two looks that found nothing allow another write", async () => {
    const number = await atWarehouse();
    world.runtime.times.doubtPauseMs = 600_000;
    world.shipstation.control.ship({ orderKey: number });
    world.acumatica.faults.add({ method: "PUT", path: "/Shipment", action: "drop" });
    await world.sync();
    expect((await entries(number))[0]?.status).toBe("in_doubt");
    world.acumatica.faults.add({ method: "GET", path: `/SalesOrder/SO/${number}`, action: { type: "html", body: "<html></html>" } });
    await later();
    expect((await entries(number))[0]?.status).toBe("in_doubt");
    await later();
    expect(shipmentsOf(number)).toEqual([]);
    await later(2);
    expect((await world.order(number)).status).toBe("completed");
    expect(shipmentsOf(number)).toHaveLength(1);
  });

  it("keeps its pause when a person presses Retry", async () => {
    const number = await atWarehouse();
    world.runtime.times.doubtPauseMs = 600_000;
    world.shipstation.control.ship({ orderKey: number });
    world.acumatica.faults.add({ method: "PUT", path: "/Shipment", action: "drop" });
    await world.sync();
    for (let n = 0; n < 3; n += 1) {
      await retry(number);
      await world.sync();
    }
    expect(calls("PUT", "/Shipment")).toHaveLength(1);
    expect((await entries(number))[0]?.status).toBe("in_doubt");
    await later(3);
    expect(shipmentsOf(number)).toHaveLength(1);
  });

  it("a label voided while its write is in doubt is looked for twice before it counts as never written", async () => {
    const number = await atWarehouse();
    world.runtime.times.doubtPauseMs = 600_000;
    const { shipments } = world.shipstation.control.ship({ orderKey: number });
    world.acumatica.faults.add({ method: "PUT", path: "/Shipment", action: "drop" });
    await world.sync();
    expect((await entries(number))[0]?.status).toBe("in_doubt");
    world.shipstation.control.voidLabel({ shipmentId: shipments[0]?.shipmentId ?? 0 });
    await world.sync();
    expect((await entries(number))[0]).toMatchObject({ action: "undo", status: "in_doubt" });
    await later();
    expect((await entries(number))[0]).toMatchObject({ action: "undo", status: "in_doubt" });
    await writeLate(number);
    await later();
    expect((await entries(number))[0]).toMatchObject({ action: "undo", status: "done" });
    expect(shipmentsOf(number)).toEqual([]);
  });
});

describe("a confirm that Acumatica could not carry out", () => {
  it.each(["immediate", "async"] as const)(
    "reaches a person in Acumatica's words, and is asked for again on retry (%s)",
    async actionMode => {
      const number = await atWarehouse();
      Object.assign(world.acumatica.switches, { actionMode, operationMs: 200, failActions: { name: "ConfirmShipmentAction", times: 1 } });
      world.shipstation.control.ship({ orderKey: number });
      await later(2);
      expect((await entries(number))[0]?.status).toBe("attention");
      expect(await codes()).toEqual(["write_back_operation_failed"]);
      await retry(number);
      await later(3);
      expect((await world.order(number)).status).toBe("completed");
      expect(statesOf(number)).toEqual(["Confirmed"]);
      expect(await codes()).toEqual([]);
    },
  );
});

describe("a vendor that keeps failing on one shipment", () => {
  it("is told of after a while, goes on trying, and is forgotten when it works", async () => {
    const number = await atWarehouse();
    world.shipstation.control.ship({ orderKey: number });
    world.acumatica.faults.add({
      id: "broken",
      method: "GET",
      path: `/SalesOrder/SO/${number}`,
      times: -1,
      action: { type: "html", body: "<html></html>" },
    });
    await later(3);
    expect(await codes()).toEqual([]);
    await later(9);
    expect(await world.problems()).toMatchObject([{ code: "write_back_keeps_failing" }]);
    world.acumatica.faults.remove("broken");
    await later(2);
    expect((await world.order(number)).status).toBe("completed");
    expect(await codes()).toEqual([]);
  });
});

describe("a second box", () => {
  it("that is voided before its tracking could be written leaves the first Shipment confirmed", async () => {
    const number = await atWarehouse();
    const { shipments } = world.shipstation.control.ship({ orderKey: number, packages: 2 });
    world.acumatica.faults.add({
      id: "refuse",
      method: "PUT",
      path: "/Shipment",
      skip: 1,
      times: -1,
      action: { type: "status", status: 422, body: { message: "No" } },
    });
    await later(2);
    expect(statesOf(number)).toEqual(["Open"]);
    world.acumatica.faults.remove("refuse");
    world.shipstation.control.voidLabel({ shipmentId: shipments[1]?.shipmentId ?? 0 });
    await later(2);
    expect(statesOf(number)).toEqual(["Confirmed"]);
    expect((await world.order(number)).status).toBe("completed");
    expect(await codes()).toEqual([]);
  });

  it("takes over the goods of both Acumatica warehouses when the first label is voided", async () => {
    const number = await atWarehouse({}, { lines: 1 });
    world.acumatica.control.editOrder({
      orderNbr: number,
      lines: [{ set: { InventoryID: "MUG-12OZ-BLK", WarehouseID: "EAST" }, orderQty: 2 }],
    });
    await world.sync();
    await retry(number);
    await world.sync();
    const first = world.shipstation.control.ship({ orderKey: number });
    await later(2);
    expect(statesOf(number)).toEqual(["Confirmed", "Confirmed"]);
    const second = world.shipstation.control.labelAgain({ orderKey: number });
    await later(2);
    world.shipstation.control.voidLabel({ shipmentId: first.shipments[0]?.shipmentId ?? 0 });
    await later(4);
    expect((await world.order(number)).status).toBe("completed");
    expect(
      String(
        shipmentsOf(number)
          .map(unitsOf)
          .reduce((a, b) => a + b, 0),
      ),
    ).toBe((await world.order(number)).unitsShipped);
    expect(new Set(packagesOf(number).map(box => box.TrackingNbr))).toEqual(new Set([second.shipments[0]?.trackingNumber]));
  });
});
