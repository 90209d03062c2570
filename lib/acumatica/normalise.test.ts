import { describe, expect, it } from "vitest";
import { normaliseSalesOrder } from "./normalise-sales-order";
import { normaliseShipment } from "./normalise-shipment";
import { sourceState } from "./source-state";

const v = (value: unknown) => ({ value });
const line = (change: Record<string, unknown> = {}) => ({
  LineNbr: v(1),
  InventoryID: v("WIDGET-01"),
  LineDescription: v("Widget, blue"),
  UOM: v("EA"),
  OrderQty: v(3.0),
  OpenQty: v(2.0),
  UnitPrice: v(19.5),
  WarehouseID: v("MAIN"),
  Completed: v(false),
  LineType: v("Goods for Inventory"),
  ...change,
});
const order = (change: Record<string, unknown> = {}) => ({
  id: "7a10c401",
  OrderType: v("SO"),
  OrderNbr: v("004512"),
  Status: v("Open"),
  LastModified: v("2025-02-11T15:42:07.06+03:00"),
  Date: v("2025-02-11T00:00:00+00:00"),
  RequestedOn: v("2025-02-12T00:00:00+00:00"),
  CustomerID: v("C000000012"),
  LocationID: v("MAIN"),
  CustomerOrder: v("WEB-100245"),
  CurrencyID: v("USD"),
  ShipVia: v("UPSGROUND"),
  ShipToAddress: {
    AddressLine1: v("120 Harbor Way"),
    AddressLine2: {},
    City: v("Oakland"),
    State: v("CA"),
    PostalCode: v("04607"),
    Country: v("us"),
  },
  ShipToContact: {
    BusinessName: v("Blue Harbor Outfitters"),
    Attention: v("Receiving"),
    Email: v("receiving@example.com"),
    Phone1: v("+1 (510) 555-0142"),
  },
  Details: [line()],
  custom: { Document: { UsrX: { type: "CustomStringField", value: "kept" } } },
  ...change,
});
const shipment = (change: Record<string, unknown> = {}) => ({
  ShipmentNbr: v("002210"),
  Status: v("Open"),
  Operation: v("Issue"),
  LastModifiedDateTime: v("2025-02-11T15:42:07.357+00:00"),
  ShipmentDate: v("2025-02-12T00:00:00+00:00"),
  CustomerID: v("C000000012"),
  WarehouseID: v("KNOX-01"),
  ShipVia: v("UPSGROUND"),
  ShippingSettings: { ShipToAddress: { City: v("Oakland"), Country: v("US") }, ShipToContact: { Attention: v("Jo Doe") } },
  Details: [{ LineNbr: v(1), InventoryID: v("WIDGET-01"), ShippedQty: v(3.0), UOM: v("EA"), OrderNbr: v("SO004512") }],
  ...change,
});

describe("normaliseSalesOrder", () => {
  it("says an order in our words and keeps the record whole", () => {
    const record = order();
    const read = normaliseSalesOrder(record);
    expect(read).toEqual({
      kind: "SalesOrder",
      key: "SO/004512",
      number: "004512",
      orderType: "SO",
      state: "open",
      statusLabel: "Open",
      modifiedAt: "2025-02-11T12:42:07.060Z",
      orderedAt: "2025-02-11T00:00:00.000Z",
      requestedShipAt: "2025-02-12T00:00:00.000Z",
      customerId: "C000000012",
      locationId: "MAIN",
      customerOrder: "WEB-100245",
      currency: "USD",
      shipVia: "UPSGROUND",
      shipTo: {
        name: "Blue Harbor Outfitters",
        company: "Blue Harbor Outfitters",
        attention: "Receiving",
        line1: "120 Harbor Way",
        city: "Oakland",
        state: "CA",
        postalCode: "04607",
        country: "US",
        phone: "+1 (510) 555-0142",
        email: "receiving@example.com",
      },
      lines: [
        {
          lineRef: "1",
          sku: "WIDGET-01",
          description: "Widget, blue",
          uom: "EA",
          orderedQuantity: "3",
          openQuantity: "2",
          unitPrice: "19.5",
          erpWarehouseId: "MAIN",
          shippable: true,
        },
      ],
      raw: record,
    });
    expect(read.raw).toBe(record);
  });

  it.each([
    ["absent", undefined],
    ["{}", {}],
    ["null inside", { value: null }],
    ["blank", { value: "  " }],
    ["null", null],
    ["not an envelope", "x"],
  ])("takes a field that is %s for empty", (_title, empty) => {
    const read = normaliseSalesOrder(order({ ShipVia: empty, CustomerOrder: empty, ShipToContact: empty, RequestedOn: empty }));
    for (const name of ["shipVia", "customerOrder", "requestedShipAt"]) expect(read).not.toHaveProperty(name);
    expect(read.shipTo.name).toBe("C000000012");
  });

  it.each<[string, Record<string, unknown>, string, boolean]>([
    ["goods", {}, "2", true],
    ["a completed line", { Completed: v(true) }, "0", false],
    ["a miscellaneous charge", { LineType: v("Miscellaneous Charge") }, "0", false],
    ["a misc. charge in short", { LineType: v("Misc. Charge") }, "0", false],
    ["a non-stock good that is shipped", { LineType: v("Non-Stock Goods") }, "2", true],
    ["a line type we don't know", { LineType: v("Warenposition") }, "2", true],
    ["a line without a type", { LineType: {} }, "2", true],
    ["a returned good", { Operation: v("Receipt") }, "0", false],
    ["a good the vendor ships", { MarkForPO: v(true), POSource: v("Drop-Ship") }, "0", false],
    ["a good bought to be stocked", { MarkForPO: v(true), POSource: v("Purchase to Order") }, "2", true],
    ["a line without an item", { InventoryID: {} }, "0", false],
    ["a negative quantity", { OrderQty: v(-3.0), OpenQty: v(-3.0) }, "0", false],
    ["a line that is shipped in full", { OpenQty: v(0.0) }, "0", true],
    ["a fraction", { OpenQty: v(0.1) }, "0.1", true],
    ["an endpoint without OpenQty", { OpenQty: undefined, QtyOnShipments: v(1.0) }, "2", true],
  ])("asks the warehouse for the open quantity of %s", (_title, change, openQuantity, shippable) => {
    expect(normaliseSalesOrder(order({ Details: [line(change)] })).lines[0]).toMatchObject({ openQuantity, shippable });
  });

  it("never lets text through that PostgreSQL would refuse", () => {
    const read = normaliseSalesOrder(order({ Description: v("a\u0000b\ud800c") }));
    expect(read.description).toBe("ab\ufffdc");
  });

  it.each([["OrderNbr"], ["OrderType"], ["LastModified"], ["Details"]])("refuses a record without %s, by name", field => {
    expect(() => normaliseSalesOrder(order({ [field]: undefined }))).toThrow(
      expect.objectContaining({ userMessage: expect.stringContaining(field) }),
    );
  });

  it("takes a stamp without an offset for UTC, wherever it runs", () => {
    expect(normaliseSalesOrder(order({ LastModified: v("2025-02-11T15:42:07.357") })).modifiedAt).toBe("2025-02-11T15:42:07.357Z");
  });
});

describe("normaliseShipment", () => {
  it("says a Shipment in our words: its own quantities, the address of its settings", () => {
    expect(normaliseShipment(shipment())).toMatchObject({
      kind: "Shipment",
      key: "002210",
      number: "002210",
      state: "open",
      modifiedAt: "2025-02-11T15:42:07.357Z",
      erpWarehouseId: "KNOX-01",
      shipTo: { name: "Jo Doe", attention: "Jo Doe", city: "Oakland", country: "US" },
      lines: [{ lineRef: "1", sku: "WIDGET-01", orderedQuantity: "3", openQuantity: "3", erpWarehouseId: "KNOX-01", shippable: true }],
    });
  });

  it("asks for nothing of a return, and of a Shipment that is confirmed", () => {
    expect(normaliseShipment(shipment({ Operation: v("Receipt") })).lines[0]).toMatchObject({ shippable: false, openQuantity: "0" });
    expect(normaliseShipment(shipment({ Status: v("Confirmed") })).lines[0]).toMatchObject({ orderedQuantity: "3", openQuantity: "0" });
  });

  it("reads a Shipment whose settings were not given", () => {
    expect(normaliseShipment(shipment({ ShippingSettings: undefined })).shipTo).toEqual({ name: "C000000012" });
  });
});

describe("sourceState", () => {
  it.each([
    ["SalesOrder", "Open", "open"],
    ["SalesOrder", "On Hold", "held"],
    ["SalesOrder", "Credit Hold", "held"],
    ["SalesOrder", "Pending Approval", "held"],
    ["SalesOrder", "Awaiting Payment", "held"],
    ["SalesOrder", "Shipping", "in_progress"],
    ["SalesOrder", "Back Order", "in_progress"],
    ["SalesOrder", "Completed", "over"],
    ["SalesOrder", "Invoiced", "over"],
    ["SalesOrder", "Canceled", "cancelled"],
    ["SalesOrder", "Cancelled", "cancelled"],
    ["Shipment", "Open", "open"],
    ["Shipment", "On Hold", "held"],
    ["Shipment", "Confirmed", "in_progress"],
    ["Shipment", "Partially Invoiced", "in_progress"],
    ["Shipment", "Invoiced", "over"],
    ["Shipment", "Completed", "over"],
  ] as const)("%s %s is %s", (kind, label, state) => {
    expect(sourceState(kind, label)).toBe(state);
  });

  it.each(["Offen", "Awaiting Magic", "", undefined])("never sends on a word it does not know (%j)", label => {
    expect(sourceState("SalesOrder", label)).toBe("held");
  });
});
