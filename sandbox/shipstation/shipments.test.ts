import { afterEach, describe, expect, it } from "vitest";
import type { Order } from "./order-types";
import type { Fulfillment, Shipment } from "./shipment-types";
import { closeAll, startAccount } from "./test-account";

afterEach(closeAll);

const LABEL = { carrierCode: "ups_walleted", serviceCode: "ups_ground", packageCode: "package", shipDate: "2026-11-20" };

describe("labels", () => {
  it("buys a label by API: cost, number, a real PDF; the order is shipped", async () => {
    const account = await startAccount();
    const [order] = await account.create("A");
    const { body } = await account.call("POST", "/orders/createlabelfororder", { orderId: order?.orderId, ...LABEL });
    expect(body).toMatchObject({
      shipmentCost: 9.1,
      insuranceCost: 0,
      formData: null,
      trackingNumber: expect.stringMatching(/^1Z[0-9A-Z]{16}$/),
    });
    expect(Buffer.from(String(body.labelData), "base64").toString("latin1")).toMatch(/^%PDF-1\.4/);
    expect(account.orderBy("A")).toMatchObject({
      orderStatus: "shipped",
      carrierCode: "ups_walleted",
      serviceCode: "ups_ground",
      shipDate: "2026-11-20",
    });
  });

  it.each([
    ["ups_walleted", /^1Z[0-9A-Z]{16}$/],
    ["stamps_com", /^94\d{20}$/],
    ["fedex", /^\d{12}$/],
  ])("gives %s tracking numbers of its shape, never the same twice", async (carrier, shape) => {
    const account = await startAccount();
    account.control.seed({ count: 50 });
    const numbers = account.control.shipAll({ count: 50, carrier }).shipments.map(shipment => shipment.trackingNumber);
    expect(numbers.every(number => shape.test(number))).toBe(true);
    expect(new Set(numbers).size).toBe(50);
  });

  it("shows items with their line keys only when asked, and never when the switch says null", async () => {
    const account = await startAccount();
    await account.create("A");
    account.control.ship({ orderKey: "A" });
    const { body } = await account.call<{ shipments: Shipment[] }>("GET", "/shipments");
    expect(body.shipments[0]).toMatchObject({
      orderKey: "A",
      orderNumber: "A",
      shipmentItems: null,
      labelData: null,
      shipDate: "2026-11-20",
    });
    expect((await account.shipments())[0]?.shipmentItems).toMatchObject([
      { lineItemKey: "1", quantity: 3 },
      { lineItemKey: "2", quantity: 1 },
    ]);
    account.switches.shipmentItems = "null";
    expect((await account.shipments())[0]?.shipmentItems).toBeNull();
  });

  it("filters by create, ship and void date, by number, carrier, tracking and batch", async () => {
    const account = await startAccount();
    await account.create("A", "B");
    account.control.ship({ orderKey: "A", shipDate: "2026-11-25" });
    account.advance(60_000);
    const { shipments } = account.control.ship({ orderKey: "B", carrier: "fedex", service: "fedex_2day" });
    const keys = async (query: string) => (await account.shipments(`&${query}`)).map(shipment => shipment.orderKey);
    expect(await keys("createDateStart=2026-11-20%2010:00:30")).toEqual(["B"]);
    expect(await keys("shipDateStart=2026-11-24")).toEqual(["A"]);
    expect(await keys("orderNumber=B")).toEqual(["B"]);
    expect(await keys("carrierCode=fedex")).toEqual(["B"]);
    expect(await keys(`trackingNumber=${shipments[0]?.trackingNumber}`)).toEqual(["B"]);
    expect(await keys("sortBy=ShipDate&sortDir=DESC")).toEqual(["A", "B"]);
    expect(await keys("voidDateStart=2026-01-01")).toEqual([]);
  });

  it("puts one tracking number on two orders when told to (fault 28)", async () => {
    const account = await startAccount();
    await account.create("A", "B");
    for (const orderKey of ["A", "B"]) account.control.ship({ orderKey, trackingNumber: "1ZSHARED" });
    expect((await account.shipments("&trackingNumber=1ZSHARED")).map(shipment => shipment.orderKey)).toEqual(["A", "B"]);
  });

  it("makes labels without an order and quotes rates", async () => {
    const account = await startAccount();
    const address = {
      name: "US Govt",
      street1: "1600 Pennsylvania Ave",
      city: "Washington",
      state: "DC",
      postalCode: "20500",
      country: "US",
    };
    const { body } = await account.call("POST", "/shipments/createlabel", {
      ...LABEL,
      shipFrom: address,
      shipTo: address,
      weight: { value: 3, units: "ounces" },
    });
    expect(body).toMatchObject({ shipTo: { name: "US Govt" }, labelData: expect.any(String) });
    expect((await account.shipments())[0]).toMatchObject({ orderId: null, orderKey: null });
    const rates = await account.call<object[]>("POST", "/shipments/getrates", {
      carrierCode: "fedex",
      fromPostalCode: "78703",
      toCountry: "US",
      weight: { value: 3, units: "ounces" },
    });
    expect(rates.body).toContainEqual({ serviceName: "FedEx 2Day®", serviceCode: "fedex_2day", shipmentCost: 20.03, otherCost: 0.6 });
  });
});

describe("several labels on one order (fault 28)", () => {
  it("repeats all items on the second label by default, so that sums must be capped", async () => {
    const account = await startAccount();
    await account.create("A");
    account.control.ship({ orderKey: "A" });
    account.control.labelAgain({ orderKey: "A" });
    const rows = await account.shipments();
    expect(new Set(rows.map(row => row.orderId)).size).toBe(1);
    expect(new Set(rows.map(row => row.trackingNumber)).size).toBe(2);
    expect(rows.map(row => row.shipmentItems?.length)).toEqual([2, 2]);
  });

  it("leaves the second label empty when the switch says so", async () => {
    const account = await startAccount();
    account.switches.secondLabelItems = "empty";
    await account.create("A");
    account.control.ship({ orderKey: "A", packages: 3 });
    expect((await account.shipments()).map(row => row.shipmentItems?.length)).toEqual([2, 0, 0]);
  });
});

describe("return labels", () => {
  it("are ordinary rows marked as such, and leave the order as it is", async () => {
    const account = await startAccount();
    await account.create("A");
    account.control.returnLabel({ orderKey: "A" });
    expect(await account.shipments()).toMatchObject([{ orderKey: "A", isReturnLabel: true }]);
    expect(account.orderBy("A").orderStatus).toBe("awaiting_shipment");
  });
});

describe("voids (fault 26)", () => {
  it("keep the row with a void date, and open the order again", async () => {
    const account = await startAccount();
    await account.create("A");
    const { shipments } = account.control.ship({ orderKey: "A" });
    account.advance(60_000);
    const answer = await account.call("POST", "/shipments/voidlabel", { shipmentId: shipments[0]?.shipmentId });
    expect(answer.body).toEqual({ approved: true, message: "Label voided successfully" });
    expect(await account.shipments("&voidDateStart=2026-11-20%2010:00:30")).toMatchObject([
      { voided: true, voidDate: "2026-11-20T10:01:00.0000000" },
    ]);
    expect(account.orderBy("A").orderStatus).toBe("awaiting_shipment");
    expect((await account.call("POST", "/shipments/voidlabel", { shipmentId: shipments[0]?.shipmentId })).body.approved).toBe(false);
  });

  it("leave the order shipped while another label is left", async () => {
    const account = await startAccount();
    await account.create("A");
    const { shipments } = account.control.ship({ orderKey: "A", packages: 2 });
    account.control.voidLabel({ shipmentId: shipments[0]?.shipmentId ?? 0 });
    expect(account.orderBy("A").orderStatus).toBe("shipped");
  });

  it("happen right after a client has picked the label up, when the switch names the order", async () => {
    const account = await startAccount();
    account.switches.voidAfterPickupKeys = ["A"];
    await account.create("A", "B");
    account.control.shipAll({ count: 2 });
    expect((await account.shipments()).map(row => row.voided)).toEqual([false, false]);
    expect((await account.shipments()).map(row => row.voided)).toEqual([true, false]);
    expect(account.orderBy("A").orderStatus).toBe("awaiting_shipment");
  });
});

describe("mark as shipped", () => {
  it("makes a fulfilment without items or key, no shipment, and closes the order", async () => {
    const account = await startAccount();
    const [order] = await account.create("A");
    const answer = await account.call("POST", "/orders/markasshipped", {
      orderId: order?.orderId,
      carrierCode: "usps",
      trackingNumber: "9134",
      shipDate: "2026-11-19",
    });
    expect(answer.body).toEqual({ orderId: order?.orderId, orderNumber: "A" });
    const { body } = await account.call<{ fulfillments: Fulfillment[] }>("GET", "/fulfillments?orderNumber=A");
    expect(body.fulfillments).toMatchObject([
      { orderId: order?.orderId, trackingNumber: "9134", carrierCode: "usps", shipDate: "2026-11-19T00:00:00.0000000", voided: false },
    ]);
    expect(body.fulfillments[0]).not.toHaveProperty("orderKey");
    expect(await account.shipments()).toEqual([]);
    expect(account.orderBy("A").orderStatus).toBe("shipped");
  });
});

describe("splits", () => {
  it("make parts with own ids, the same number and a parent that ships only with the last part", async () => {
    const account = await startAccount();
    const [parent] = await account.create("A");
    const first = account.control.ship({ orderId: parent?.orderId ?? 0, lines: [{ lineItemKey: "1", quantity: 2 }] });
    const { body } = await account.call<{ orders: Order[] }>("GET", "/orders?orderNumber=A");
    const parts = body.orders.filter(order => order.advancedOptions.parentId === parent?.orderId);
    expect(parts).toHaveLength(2);
    expect(parts.map(part => [part.orderNumber, part.orderKey, part.advancedOptions.mergedOrSplit])).toEqual([
      ["A", "A", true],
      ["A", "A", true],
    ]);
    expect(first.shipments[0]?.orderId).toBe(parts.find(part => part.orderStatus === "shipped")?.orderId);
    expect((await account.shipments())[0]?.shipmentItems).toMatchObject([{ lineItemKey: "1", quantity: 2 }]);
    const parentStatus = async () => (await account.call<Order>("GET", `/orders/${parent?.orderId}`)).body.orderStatus;
    expect(await parentStatus()).toBe("awaiting_shipment");
    account.control.ship({ orderId: parent?.orderId ?? 0 });
    expect(await parentStatus()).toBe("shipped");
    const shipped = (await account.shipments()).flatMap(row => row.shipmentItems ?? []);
    const total = (key: string) => shipped.filter(item => item.lineItemKey === key).reduce((sum, item) => sum + item.quantity, 0);
    expect([total("1"), total("2")]).toEqual([3, 1]);
    account.control.voidLabel({ shipmentId: first.shipments[0]?.shipmentId ?? 0 });
    expect(await parentStatus()).toBe("awaiting_shipment");
  });

  it("give the part a GUID key, or make the parent its own first part, by switch", async () => {
    const account = await startAccount();
    Object.assign(account.switches, { splitChildKey: "guid", splitParent: "first_part" });
    const [parent] = await account.create("A");
    const { part, rest } = account.control.split({ orderKey: "A", lines: [{ sku: "TARP", quantity: 1 }] });
    expect(part.orderKey).toMatch(/^[0-9a-f-]{36}$/);
    expect(rest).toMatchObject({ orderId: parent?.orderId, items: [{ sku: "STAKE", quantity: 3 }] });
    account.control.ship({ orderId: rest.orderId });
    expect(account.orderBy("A").orderStatus).toBe("awaiting_shipment");
    account.control.ship({ orderId: part.orderId });
    expect(account.orderBy("A").orderStatus).toBe("shipped");
  });

  it("split a part again when less of it is shipped", async () => {
    const account = await startAccount();
    const [parent] = await account.create("A");
    for (let step = 0; step < 3; step += 1)
      account.control.ship({ orderId: parent?.orderId ?? 0, lines: [{ lineItemKey: "1", quantity: 1 }] });
    account.control.ship({ orderId: parent?.orderId ?? 0 });
    expect((await account.shipments()).map(row => row.shipmentItems?.map(item => [item.lineItemKey, item.quantity]))).toEqual([
      [["1", 1]],
      [["1", 1]],
      [["1", 1]],
      [["2", 1]],
    ]);
    expect((await account.call<Order>("GET", `/orders/${parent?.orderId}`)).body.orderStatus).toBe("shipped");
  });

  it("updates one part when orderId and orderKey are both sent", async () => {
    const account = await startAccount();
    await account.create("A");
    const { part } = account.control.split({ orderKey: "A", lines: [{ lineItemKey: "2", quantity: 1 }] });
    const sent = { ...part, internalNotes: "this one" };
    expect((await account.call<Order>("POST", "/orders/createorder", sent)).body).toMatchObject({
      orderId: part.orderId,
      internalNotes: "this one",
      advancedOptions: { parentId: part.advancedOptions.parentId },
    });
    expect(account.control.orders().filter(order => order.internalNotes === "this one")).toHaveLength(1);
  });
});

describe("merges", () => {
  it("ship as one row whose line keys come from both orders", async () => {
    const account = await startAccount();
    const orders = await account.create("A", "B");
    account.control.merge({ orderIds: orders.map(order => order.orderId) });
    expect(account.orderBy("A").advancedOptions).toMatchObject({ mergedOrSplit: true, mergedIds: [orders[1]?.orderId] });
    account.control.ship({ orderKey: "A" });
    expect((await account.shipments()).map(row => [row.orderKey, row.shipmentItems?.length])).toEqual([["A", 4]]);
    expect((await account.call<Order>("GET", `/orders/${orders[1]?.orderId}`)).body.orderStatus).toBe("shipped");
  });
});
