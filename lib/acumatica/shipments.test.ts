import { describe, expect, it } from "vitest";
import { getSalesOrder } from "./sales-orders";
import { addPackages, createShipment, deleteShipment, getShipment, removePackages, setPackageContents, updatePackage } from "./shipments";
import { openTestSession, type Reply, type SeenRequest, startFakeInstance } from "./testing/fake-instance";

const v = (value: unknown) => ({ value });
const target = { shipmentNbr: "002210" };
const SAVED = {
  id: "s-1",
  ShipmentNbr: v("002210"),
  Status: v("Open"),
  Description: v("Dockbridge DB-1"),
  Packages: [{ id: "p-1", TrackingNbr: v("1Z") }],
};

async function run<T>(answer: (request: SeenRequest) => Reply, work: (session: ReturnType<typeof openTestSession>) => Promise<T>) {
  await using instance = await startFakeInstance(answer);
  const result = await work(openTestSession(instance)).then(
    value => ({ value, error: null }),
    error => ({ value: null, error }),
  );
  const bodies = instance.seen.map(request => (request.body === "" ? null : JSON.parse(request.body)));
  return { ...result, seen: instance.seen, bodies };
}

const newShipment = {
  customerId: "C000000012",
  locationId: "MAIN",
  warehouseId: "MAIN",
  shipmentDate: "2025-02-12",
  description: "Dockbridge DB-1",
  lines: [{ orderType: "SO", orderNbr: "004512", orderLineNbr: "2", shippedQty: "1.5" }],
  packages: [{ trackingNbr: "1Z", customRefNbr1: "DB-1", description: "UPS Ground", weight: "4.5", uom: "LB" }],
};

describe("createShipment", () => {
  it("writes lines, boxes and our reference in one write", async () => {
    const { value, seen, bodies } = await run(
      () => ({ body: SAVED }),
      session => createShipment({ session, ...newShipment }),
    );
    expect(seen.map(request => `${request.method} ${request.path}`)).toEqual(["PUT /Acme/entity/Default/24.200.001/Shipment"]);
    expect(bodies[0]).toEqual({
      Type: v("Shipment"),
      CustomerID: v("C000000012"),
      LocationID: v("MAIN"),
      WarehouseID: v("MAIN"),
      ShipmentDate: v("2025-02-12"),
      Operation: v("Issue"),
      Description: v("Dockbridge DB-1"),
      Details: [{ OrderType: v("SO"), OrderNbr: v("004512"), OrderLineNbr: v(2), ShippedQty: v(1.5) }],
      Packages: [{ CustomRefNbr1: v("DB-1"), Description: v("UPS Ground"), TrackingNbr: v("1Z"), UOM: v("LB"), Weight: v(4.5) }],
    });
    expect(value).toMatchObject({
      shipmentNbr: "002210",
      status: "Open",
      packages: [{ id: "p-1", trackingNbr: "1Z", hasContents: false }],
    });
  });

  it.each<[string, Reply]>([
    ["a record that was not saved", { body: { ShipmentNbr: v("<NEW>") } }],
    ["a page", { body: "<html></html>" }],
    ["cut JSON", { body: '{"ShipmentNbr":' }],
    ["a gateway's error", { status: 502, body: "<html></html>" }],
  ])("doesn't know the outcome when the answer is %s", async (_title, reply) => {
    const { error } = await run(
      () => reply,
      session => createShipment({ session, ...newShipment }),
    );
    expect(error).toMatchObject({ code: "unexpected", outcomeUnknown: true });
  });

  it("makes one attempt: whether to repeat a write is not its business", async () => {
    const { seen, error } = await run(
      () => ({ status: 503, body: "" }),
      session => createShipment({ session, ...newShipment }),
    );
    expect(seen).toHaveLength(1);
    expect(error.outcomeUnknown).toBe(true);
  });

  it("reports the refused fields of a 422", async () => {
    const { error } = await run(
      () => ({ status: 422, body: { error: "…", Details: [{ OrderLineNbr: { value: 2, error: "No open line." } }] } }),
      session => createShipment({ session, ...newShipment }),
    );
    expect(error).toMatchObject({
      code: "rejected",
      outcomeUnknown: false,
      fieldErrors: [{ path: "" }, { path: "Details[0].OrderLineNbr", message: "No open line." }],
    });
  });
});

describe("packages", () => {
  it("are added without an id, changed and removed by id, and touch nothing else", async () => {
    const { bodies } = await run(
      () => ({ body: SAVED }),
      async session => {
        await addPackages({ session, shipment: target, packages: [{ trackingNbr: "1Z2", customRefNbr1: "DB-2" }], shipVia: "UPSGROUND" });
        await updatePackage({ session, shipment: target, package: { id: "p-1", trackingNbr: "1Z3", confirmed: true } });
        await removePackages({ session, shipment: target, packageIds: ["p-1", ""] });
        await setPackageContents({
          session,
          shipment: target,
          packageId: "p-1",
          contents: [{ splitLineNbr: "2", inventoryId: "A", quantity: "3", uom: "EA" }],
        });
      },
    );
    const ShipmentNbr = v("002210");
    expect(bodies).toEqual([
      { ShipmentNbr, ShipVia: v("UPSGROUND"), Packages: [{ CustomRefNbr1: v("DB-2"), TrackingNbr: v("1Z2") }] },
      { ShipmentNbr, Packages: [{ id: "p-1", Confirmed: v(true), TrackingNbr: v("1Z3") }] },
      { ShipmentNbr, Packages: [{ id: "p-1", delete: true }] },
      {
        ShipmentNbr,
        Packages: [{ id: "p-1", PackageContents: [{ InventoryID: v("A"), Quantity: v(3), UOM: v("EA"), ShipmentSplitLineNbr: v(2) }] }],
      },
    ]);
  });

  it("are not asked to be removed when none is named: that would be an empty write", async () => {
    const { seen } = await run(
      () => ({ body: SAVED }),
      session => removePackages({ session, shipment: target, packageIds: [""] }),
    );
    expect(seen).toEqual([]);
  });
});

describe("getShipment", () => {
  const full = {
    ...SAVED,
    Details: [
      {
        LineNbr: v(1),
        InventoryID: v("A"),
        ShippedQty: v(3.0),
        OrderType: v("SO"),
        OrderNbr: v("004512"),
        OrderLineNbr: v(2),
        Allocations: [{ SplitLineNbr: v(1), InventoryID: v("A"), Qty: v(3.0) }, { InventoryID: v("A") }],
      },
    ],
    Packages: [
      {
        id: "p-1",
        TrackingNbr: v("1Z"),
        CustomRefNbr1: v("DB-1"),
        Confirmed: v(true),
        PackageContents: [{ InventoryID: v("A"), Quantity: v(3.0), ShipmentSplitLineNbr: v(1) }],
      },
    ],
  };

  it("reads lines with the splits that can be named, packages and contents", async () => {
    const { value, seen } = await run(
      () => ({ body: full }),
      session => getShipment({ session, shipmentNbr: "002210" }),
    );
    expect(seen[0]?.query.get("$expand")).toBe("Details,Details/Allocations,Packages,Packages/PackageContents");
    expect(value?.details).toEqual([
      {
        lineNbr: "1",
        inventoryId: "A",
        shippedQuantity: "3",
        orderType: "SO",
        orderNbr: "004512",
        orderLineNbr: "2",
        splits: [{ splitLineNbr: "1", inventoryId: "A", quantity: "3" }],
      },
    ]);
    expect(value?.packages).toEqual([
      {
        id: "p-1",
        trackingNbr: "1Z",
        customRefNbr1: "DB-1",
        confirmed: true,
        hasContents: true,
        contents: [{ splitLineNbr: "1", inventoryId: "A", quantity: "3" }],
      },
    ]);
  });

  it("goes without contents where the endpoint does not know them", async () => {
    const { value } = await run(
      request =>
        request.query.get("$expand")?.includes("PackageContents")
          ? {
              status: 500,
              body: {
                exceptionMessage: "The given key was not present in the dictionary.",
                exceptionType: "System.Collections.Generic.KeyNotFoundException",
              },
            }
          : { body: SAVED },
      session => getShipment({ session, shipmentNbr: "002210" }),
    );
    expect(value?.shipmentNbr).toBe("002210");
  });

  it("asks by filter for a number that a path can't carry", async () => {
    const { seen, error } = await run(
      () => ({ body: [] }),
      session => getShipment({ session, shipmentNbr: "SH/22'10" }),
    );
    expect(seen[0]?.path).toMatch(/\/Shipment$/);
    expect(seen[0]?.query.get("$filter")).toBe("ShipmentNbr eq 'SH/22''10'");
    expect(error.code).toBe("not_found");
  });
});

describe("deleteShipment", () => {
  it("tells a Shipment that is gone already", async () => {
    const { error, seen } = await run(
      () => ({
        status: 500,
        body: { exceptionMessage: "No entity satisfies the condition.", exceptionType: "X.NoEntitySatisfiesTheConditionException" },
      }),
      session => deleteShipment({ session, shipmentNbr: "002210" }),
    );
    expect(seen[0]?.method).toBe("DELETE");
    expect(error).toMatchObject({ code: "not_found", outcomeUnknown: false });
  });
});

describe("getSalesOrder", () => {
  it("reads lines and the Shipments the order is on, confirmed or not", async () => {
    const record = {
      OrderType: v("SO"),
      OrderNbr: v("004512"),
      Status: v("Shipping"),
      CustomerID: v("C1"),
      LocationID: v("MAIN"),
      Details: [{ LineNbr: v(2), InventoryID: v("A"), OrderQty: v(3.0), OpenQty: v(3.0), QtyOnShipments: v(3.0) }],
      Shipments: [{ ShipmentNbr: v("002210"), Status: v("Open"), ShipmentType: v("Shipment") }, { ShipmentNbr: {} }],
    };
    const { value, seen } = await run(
      () => ({ body: record }),
      session => getSalesOrder({ session, orderType: "SO", orderNbr: "004512" }),
    );
    expect(seen[0]?.path).toBe("/Acme/entity/Default/24.200.001/SalesOrder/SO/004512");
    expect(seen[0]?.query.get("$expand")).toBe("Details,Shipments");
    expect(value).toMatchObject({
      status: "Shipping",
      state: "in_progress",
      customerId: "C1",
      locationId: "MAIN",
      lines: [{ lineNbr: "2", openQuantity: "3", onShipmentsQuantity: "3" }],
      shipments: [{ shipmentNbr: "002210", status: "Open", type: "Shipment" }],
    });
  });
});
