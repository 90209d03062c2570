import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forOrder, forShipment, shipmentOf, startTestClient, type TestClient, wrap } from "./test-client";

let erp: TestClient;
beforeAll(async () => {
  erp = await startTestClient();
});
afterAll(() => erp.close());
beforeEach(async () => {
  await erp.call("POST", "/__sandbox/reset", { body: {} });
  await erp.signIn();
});

const act = (entity: string, action: string, body: unknown) => erp.api("POST", `/${entity}/${action}`, body);
const orderAct = (action: string, orderNbr: string, parameters = {}) => act("SalesOrder", action, forOrder(orderNbr, parameters));
const ship = (orderNbr: string, lines: Record<string, unknown>[], more = {}) =>
  erp.api("PUT", "/Shipment?$expand=Details,Details/Allocations,Packages,Packages/PackageContents", shipmentOf(orderNbr, lines, more));
const order = async (orderNbr: string) => (await erp.api("GET", `/SalesOrder/SO/${orderNbr}?$expand=Details,Shipments`)).json;
const status = async (orderNbr: string) => (await order(orderNbr)).Status.value;
const shipmentStatus = async (nbr: string) => (await erp.api("GET", `/Shipment/${nbr}`)).json.Status.value;
const hold = (orderNbr: string, isHeld: boolean) =>
  erp.api("PUT", "/SalesOrder", wrap({ OrderType: "SO", OrderNbr: orderNbr, Hold: isHeld }));

describe("sales order", () => {
  it("moves on hold and back, is cancelled and reopened, and refuses moves its status does not offer", async () => {
    const orderNbr = await erp.oneOrder();
    expect((await hold(orderNbr, true)).json.Status.value).toBe("On Hold");
    expect((await hold(orderNbr, false)).json.Status.value).toBe("Open");
    expect((await orderAct("CancelSalesOrder", orderNbr)).status).toBe(204);
    expect(await status(orderNbr)).toBe("Canceled");
    expect((await orderAct("CancelSalesOrder", orderNbr)).json.exceptionMessage).toBe("Operation failed");
    await orderAct("ReopenSalesOrder", orderNbr);
    expect(await status(orderNbr)).toBe("Open");
    erp.control.editOrder({ orderNbr, action: "credit_hold" });
    await orderAct("ReleaseFromCreditHoldSalesOrder", orderNbr);
    expect(await status(orderNbr)).toBe("Open");
    expect((await orderAct("OpenSalesOrder", orderNbr)).status).toBe(500);
  });

  it("starts on hold where the preference says so", async () => {
    erp.switches.holdOrdersOnEntry = true;
    expect(await status(await erp.oneOrder())).toBe("On Hold");
  });

  it("Create Shipment makes one Open shipment for one warehouse and locks the order in Shipping", async () => {
    const orderNbr = await erp.oneOrder([
      { inventoryId: "WIDGET-01", qty: 3 },
      { inventoryId: "WIDGET-02", qty: 2, warehouseId: "EAST" },
    ]);
    expect((await orderAct("SalesOrderCreateShipment", orderNbr, { WarehouseID: "MAIN", ShipmentDate: "2025-02-12" })).status).toBe(204);
    const after = await order(orderNbr);
    expect([after.Status.value, after.Shipments.length, after.Shipments[0].ShippedQty.value]).toEqual(["Shipping", 1, 3]);
    expect(after.Shipments[0].ShipmentDate.value).toBe("2025-02-12T00:00:00+00:00");
    expect((await orderAct("SalesOrderCreateShipment", orderNbr, { WarehouseID: "EAST" })).status).toBe(500);
    const second = await erp.api("PUT", "/Shipment", shipmentOf(orderNbr, [{ OrderLineNbr: 2 }], wrap({ WarehouseID: "EAST" })));
    expect([second.status, second.json.Details[0].OrderNbr.error]).toEqual([422, expect.stringContaining("Shipping")]);
    expect((await hold(orderNbr, true)).status).toBe(422);
    erp.switches.readOnlyWrites = "ignore";
    expect([(await hold(orderNbr, true)).status, await status(orderNbr)]).toEqual([200, "Shipping"]);
  });

  it("is Back Order after a partial confirm, Completed after the rest, and Shipping again after a correction", async () => {
    const orderNbr = await erp.oneOrder();
    const first = (await ship(orderNbr, [{ OrderLineNbr: 1, ShippedQty: 2 }])).json.ShipmentNbr.value;
    const line = async () => {
      const [row] = (await order(orderNbr)).Details;
      return [row.OpenQty.value, row.QtyOnShipments.value, row.Completed.value];
    };
    expect(await line()).toEqual([3, 2, false]);
    await act("Shipment", "ConfirmShipment", forShipment(first));
    expect([await status(orderNbr), ...(await line())]).toEqual(["Back Order", 1, 2, false]);
    const second = (
      await ship(orderNbr, [
        { OrderLineNbr: 1, ShippedQty: 1 },
        { OrderLineNbr: 2, ShippedQty: 2 },
      ])
    ).json.ShipmentNbr.value;
    expect(await status(orderNbr)).toBe("Shipping");
    expect((await act("Shipment", "CorrectShipment", forShipment(first))).status).toBe(500);
    await act("Shipment", "ConfirmShipment", forShipment(second));
    expect([await status(orderNbr), ...(await line())]).toEqual(["Completed", 0, 3, true]);
    await act("Shipment", "CorrectShipment", forShipment(second));
    expect([await status(orderNbr), await shipmentStatus(second), ...(await line())]).toEqual(["Shipping", "Open", 1, 3, false]);
  });

  it("lets OpenQty fall already at creation when the switch says so", async () => {
    erp.switches.openQtyFalls = "on_create";
    const orderNbr = await erp.oneOrder();
    await ship(orderNbr, [{ OrderLineNbr: 1, ShippedQty: 2 }]);
    expect((await order(orderNbr)).Details[0].OpenQty.value).toBe(1);
  });

  it("goes to Back Order when nothing can be shipped from stock", async () => {
    const orderNbr = await erp.oneOrder();
    erp.switches.outOfStock = true;
    expect((await orderAct("SalesOrderCreateShipment", orderNbr, { WarehouseID: "MAIN" })).status).toBe(500);
    expect(await status(orderNbr)).toBe("Back Order");
    erp.switches.outOfStock = false;
    expect((await orderAct("OpenSalesOrder", orderNbr)).status).toBe(204);
  });

  it("drops the remainder of Cancel Remainder lines at confirm, and keeps Ship Complete lines whole", async () => {
    const orderNbr = await erp.oneOrder();
    const [one, two] = (await order(orderNbr)).Details;
    await erp.api("PUT", "/SalesOrder", {
      ...wrap({ OrderType: "SO", OrderNbr: orderNbr }),
      Details: [
        { id: one.id, ...wrap({ ShippingRule: "Cancel Remainder" }) },
        { id: two.id, ...wrap({ ShippingRule: "Ship Complete" }) },
      ],
    });
    const nbr = (
      await ship(orderNbr, [
        { OrderLineNbr: 1, ShippedQty: 1 },
        { OrderLineNbr: 2, ShippedQty: 1 },
      ])
    ).json.ShipmentNbr.value;
    expect((await act("Shipment", "ConfirmShipment", forShipment(nbr))).json.innerException.exceptionMessage).toContain(
      "must be shipped complete",
    );
    const [, detail] = (await erp.api("GET", `/Shipment/${nbr}?$expand=Details`)).json.Details;
    await erp.api("PUT", "/Shipment", { ...wrap({ ShipmentNbr: nbr }), Details: [{ id: detail.id, ShippedQty: { value: 2 } }] });
    await act("Shipment", "ConfirmShipment", forShipment(nbr));
    expect(await status(orderNbr)).toBe("Completed");
  });
});

describe("shipment", () => {
  it("is numbered with zero padding, takes lines by number, by item, or all of the order", async () => {
    const orderNbr = await erp.oneOrder();
    const byNumber = await ship(orderNbr, [{ OrderLineNbr: 1, ShippedQty: 1 }]);
    expect([byNumber.status, byNumber.json.ShipmentNbr.value, byNumber.json.Details.length]).toEqual([200, "002201", 1]);
    await erp.api("DELETE", "/Shipment/002201");
    expect(await status(orderNbr)).toBe("Open");
    const byItem = await ship(orderNbr, [{ InventoryID: "WIDGET-02", ShippedQty: 2 }]);
    expect(byItem.json.Details[0].OrderLineNbr.value).toBe(2);
    await erp.api("DELETE", "/Shipment/002202");
    const all = await ship(orderNbr, [{}]);
    expect(all.json.Details.map((row: { ShippedQty: { value: number } }) => row.ShippedQty.value)).toEqual([3, 2]);
    expect(all.json.CustomerID.value).toBe("C000000012");
  });

  it("refuses what is not open: too much, a second time, another warehouse, an order on hold, a missing order", async () => {
    const orderNbr = await erp.oneOrder();
    expect((await ship(orderNbr, [{ OrderLineNbr: 1, ShippedQty: 9 }])).json.Details[0].ShippedQty.error).toContain("open quantity 3");
    expect((await ship(orderNbr, [{ OrderLineNbr: 1 }, { OrderLineNbr: 1 }])).json.Details[1].error).toContain("No matching open");
    expect((await ship(orderNbr, [{ OrderLineNbr: 1 }], wrap({ WarehouseID: "EAST" }))).status).toBe(422);
    expect((await ship("SO999999", [{ OrderLineNbr: 1 }])).json.Details[0].OrderNbr.error).toContain("cannot be found");
    await hold(orderNbr, true);
    expect((await ship(orderNbr, [{ OrderLineNbr: 1 }])).json.Details[0].OrderNbr.error).toContain("On Hold");
    expect(erp.control.shipments()).toEqual([]);
  });

  it("allocations rebuild the line, need exactly one line, and every split gets a number", async () => {
    const orderNbr = await erp.oneOrder();
    const Allocations = [
      wrap({ InventoryID: "WIDGET-01", LocationID: "R1S1", Qty: 2 }),
      wrap({ InventoryID: "WIDGET-01", LocationID: "R2S1", Qty: 1 }),
    ];
    const ambiguous = await ship(orderNbr, [{ Allocations }]);
    expect(ambiguous.json.Details[0].error).toBe("Allocations can be specified for unambiguously selected Sales Order line only.");
    const made = await ship(orderNbr, [{ OrderLineNbr: 1, ShippedQty: 1, Allocations }, { OrderLineNbr: 2 }]);
    const splits = made.json.Details.flatMap((row: { Allocations: { SplitLineNbr: { value: number } }[] }) =>
      row.Allocations.map(split => split.SplitLineNbr.value),
    );
    expect([made.json.Details[0].ShippedQty.value, new Set(splits).size]).toEqual([3, 3]);
  });

  it("CreateNewShipmentForEveryOrder makes one each and shows the first; otherwise one shipment holds both orders", async () => {
    const [a, b] = [await erp.oneOrder(), await erp.oneOrder()];
    const both = (more = {}) => ({
      ...shipmentOf(a, []),
      ...more,
      Details: [a, b].map(orderNbr => wrap({ OrderType: "SO", OrderNbr: orderNbr, OrderLineNbr: 1 })),
    });
    const each = await erp.api("PUT", "/Shipment?$expand=Orders", both(wrap({ CreateNewShipmentForEveryOrder: true })));
    expect([each.json.Orders.length, erp.control.shipments().length]).toEqual([1, 2]);
    for (const shipment of erp.control.shipments()) await erp.api("DELETE", `/Shipment/${shipment.ShipmentNbr}`);
    expect((await erp.api("PUT", "/Shipment?$expand=Orders", both())).json.Orders).toHaveLength(2);
  });

  it("packages are added without id, changed with id, removed with delete, and counted on the header", async () => {
    const orderNbr = await erp.oneOrder();
    const nbr = (await ship(orderNbr, [{}])).json.ShipmentNbr.value;
    const put = async (Packages: unknown[]) =>
      (await erp.api("PUT", "/Shipment?$expand=Packages", { ...wrap({ ShipmentNbr: nbr }), Packages })).json;
    await put([wrap({ BoxID: "MEDIUM", Weight: 4.5, TrackingNbr: "1Z1" })]);
    const two = await put([wrap({ Weight: 1, TrackingNbr: "1Z2" })]);
    expect([two.PackageCount.value, two.PackageWeight.value, two.Packages[0].Length.value, two.Packages[1].LineNbr.value]).toEqual([
      2, 5.5, 12, 2,
    ]);
    const [first, second] = two.Packages;
    const changed = await put([
      { id: first.id, TrackingNbr: { value: "1Z9" } },
      { id: second.id, delete: true },
    ]);
    expect(changed.Packages.map((row: { TrackingNbr: { value: string } }) => row.TrackingNbr.value)).toEqual(["1Z9"]);
    expect(
      erp.journal
        .entries({ kind: "effect" })
        .map(entry => entry.name)
        .filter(name => name.startsWith("package")),
    ).toEqual(["package added", "package added", "package updated", "package removed"]);
    erp.switches.boxRequired = true;
    expect(
      (await erp.api("PUT", "/Shipment", { ...wrap({ ShipmentNbr: nbr }), Packages: [wrap({ Weight: 1 })] })).json.Packages[1].BoxID.error,
    ).toBe("'Box ID' cannot be empty.");
  });

  it("package contents must match the pool: by split number, or by item, lot, order and quantity; else the exact error", async () => {
    const orderNbr = await erp.oneOrder();
    const nbr = (await ship(orderNbr, [{}])).json.ShipmentNbr.value;
    const pack = (contents: Record<string, unknown>) =>
      erp.api("PUT", "/Shipment?$expand=Packages,Packages/PackageContents", {
        ...wrap({ ShipmentNbr: nbr }),
        Packages: [{ ...wrap({ Weight: 1 }), PackageContents: [wrap(contents)] }],
      });
    expect((await pack({ ShipmentSplitLineNbr: 2, Quantity: 1 })).json.Packages[0].PackageContents[0].InventoryID.value).toBe("WIDGET-02");
    const exact = { InventoryID: "WIDGET-01", LotSerialNbr: "", Quantity: 3, OrigOrderType: "SO", OrigOrderNbr: orderNbr };
    expect((await pack(exact)).status).toBe(200);
    const refused = await pack({ ...exact, Quantity: 4 });
    expect([refused.status, refused.json.Packages[2].PackageContents[0].error]).toEqual([
      422,
      `No suitable items found to pack (ShipmentSplitLineNbr:  InventoryID: WIDGET-01 Subitem:  LotSerialNbr:  OrigOrderType: SO OrigOrderNbr: ${orderNbr}.)`,
    ]);
    expect((await pack({ InventoryID: "WIDGET-01", Quantity: 1 })).status).toBe(422);
    erp.switches.packageContents = "refused";
    expect((await pack({ ShipmentSplitLineNbr: 1, Quantity: 1 })).status).toBe(422);
    erp.switches.packageContents = "ignored";
    const ignored = await pack({ ShipmentSplitLineNbr: 1, Quantity: 1 });
    expect([ignored.status, ignored.json.Packages[2].PackageContents]).toEqual([200, []]);
  });

  it("is read-only once confirmed, cannot be deleted, and is corrected only before billing and Update IN", async () => {
    const confirmed = async () => {
      const nbr = (await ship(await erp.oneOrder(), [{}])).json.ShipmentNbr.value;
      await act("Shipment", "ConfirmShipment", forShipment(nbr));
      return nbr;
    };
    const nbr = await confirmed();
    const write = () => erp.api("PUT", "/Shipment", { ...wrap({ ShipmentNbr: nbr }), Packages: [wrap({ TrackingNbr: "late" })] });
    expect((await write()).status).toBe(422);
    erp.switches.readOnlyWrites = "ignore";
    expect([(await write()).status, erp.control.shipments({ shipmentNbr: nbr })[0]?.Packages]).toEqual([200, []]);
    expect((await erp.api("DELETE", `/Shipment/${nbr}`)).status).toBe(500);
    expect((await act("Shipment", "ConfirmShipment", forShipment(nbr))).status).toBe(500);
    expect((await act("Shipment", "PrepareInvoice", forShipment(nbr))).status).toBe(204);
    expect([await shipmentStatus(nbr), (await act("Shipment", "CorrectShipment", forShipment(nbr))).status]).toEqual(["Invoiced", 500]);
    const other = await confirmed();
    await act("Shipment", "UpdateIN", forShipment(other));
    expect((await erp.api("GET", `/Shipment/${other}?$expand=Orders`)).json.Orders[0].InventoryDocType.value).toBe("Issue");
    expect((await act("Shipment", "CorrectShipment", forShipment(other))).status).toBe(500);
  });

  it("holds and releases by its Hold box, and is not confirmed while held or empty", async () => {
    const nbr = (await ship(await erp.oneOrder(), [{ OrderLineNbr: 1, ShippedQty: 0 }])).json.ShipmentNbr.value;
    expect((await act("Shipment", "ConfirmShipment", forShipment(nbr))).json.innerException.exceptionMessage).toContain("empty");
    erp.control.actOnShipment({ shipmentNbr: nbr, action: "hold" });
    expect((await act("Shipment", "ConfirmShipment", forShipment(nbr))).status).toBe(500);
    expect((await erp.api("PUT", "/Shipment", wrap({ ShipmentNbr: nbr, Hold: false }))).json.Status.value).toBe("Open");
  });

  it("sell chain: order → shipment → confirm → invoice → release ends Completed on both sides", async () => {
    const orderNbr = await erp.oneOrder();
    await orderAct("SalesOrderCreateShipment", orderNbr, { WarehouseID: "MAIN" });
    const nbr = (await order(orderNbr)).Shipments[0].ShipmentNbr.value;
    await act("Shipment", "ConfirmShipment", forShipment(nbr));
    await act("Shipment", "PrepareInvoice", forShipment(nbr));
    const invoiceNbr = (await order(orderNbr)).Shipments[0].InvoiceNbr.value;
    await act("SalesInvoice", "ReleaseSalesInvoice", { entity: wrap({ Type: "Invoice", ReferenceNbr: invoiceNbr }) });
    expect([await status(orderNbr), await shipmentStatus(nbr)]).toEqual(["Completed", "Completed"]);
  });
});
