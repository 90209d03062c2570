import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestClient, type TestClient, wrap } from "./test-client";

let erp: TestClient;
beforeAll(async () => {
  erp = await startTestClient();
});
afterAll(() => erp.close());
beforeEach(async () => {
  await erp.call("POST", "/__sandbox/reset", { body: {} });
  await erp.signIn();
});

const key = (orderNbr: string) => wrap({ OrderType: "SO", OrderNbr: orderNbr });
const line = (fields: Record<string, unknown>) => wrap({ InventoryID: "WIDGET-01", WarehouseID: "MAIN", OrderQty: 1, ...fields });
const order = (more: Record<string, unknown> = {}) => ({ ...wrap({ OrderType: "SO", CustomerID: "C000000012" }), ...more });
const details = async (orderNbr: string) => (await erp.api("GET", `/SalesOrder/SO/${orderNbr}?$expand=Details`)).json.Details;

describe("PUT", () => {
  it("answers 200 for create and for update, numbers new orders itself and drops a number that was sent", async () => {
    const created = await erp.api("PUT", "/SalesOrder", order(wrap({ OrderNbr: "MINE-1" })));
    expect([created.status, created.json.OrderNbr.value]).toEqual([200, "SO004501"]);
    expect((await erp.api("PUT", "/SalesOrder", order(wrap({ OrderNbr: "MINE-1" })))).json.OrderNbr.value).toBe("SO004502");
    const updated = await erp.api("PUT", "/SalesOrder", { ...key("SO004501"), ...wrap({ Description: "changed" }) });
    expect([updated.status, updated.json.OrderNbr.value, updated.json.Description.value]).toEqual([200, "SO004501", "changed"]);
    expect(erp.journal.entries({ kind: "effect" }).map(entry => entry.name)).toEqual(
      expect.arrayContaining(["order created", "order created", "order updated"]),
    );
  });

  it("moves LastModified, and fills customer defaults that later fields may overwrite", async () => {
    const orderNbr = (await erp.api("PUT", "/SalesOrder?$expand=ShipToContact", order())).json.OrderNbr.value;
    erp.control.setClock(60_000);
    const before = (await erp.api("GET", `/SalesOrder/SO/${orderNbr}`)).json;
    const after = (await erp.api("PUT", "/SalesOrder", { ...key(orderNbr), ...wrap({ ShipVia: "FEDEX2DAY" }) })).json;
    expect([before.ShipVia.value, after.ShipVia.value]).toEqual(["UPSGROUND", "FEDEX2DAY"]);
    expect(Date.parse(after.LastModified.value)).toBeGreaterThan(Date.parse(before.LastModified.value) + 50_000);
  });

  it("with nothing new saves nothing: no effect, no new stamp", async () => {
    const created = (await erp.api("PUT", "/SalesOrder", order({ ...wrap({ Description: "same" }), Details: [line({})] }))).json;
    const [row] = await details(created.OrderNbr.value);
    erp.control.setClock(60_000);
    const again = await erp.api("PUT", "/SalesOrder", {
      ...key(created.OrderNbr.value),
      ...wrap({ Description: "same" }),
      Details: [{ id: row.id, OrderQty: { value: 1 } }],
    });
    expect([again.status, again.json.LastModified.value]).toEqual([200, created.LastModified.value]);
    expect(erp.journal.count({ name: "order updated" })).toBe(0);
  });

  it("ignores unknown and read-only fields without a word", async () => {
    const body = order({
      Details: [{ ...line({}), OrderQty: undefined, Quantity: { value: 5 } }],
      ...wrap({ OrderTotal: 9999, Status: "Completed" }),
    });
    const { status, json } = await erp.api("PUT", "/SalesOrder?$expand=Details", body);
    expect([status, json.Details[0].OrderQty.value, json.OrderTotal.value, json.Status.value]).toEqual([200, 0, 0, "Open"]);
  });

  it("adds a detail row without id every time, updates one with id, removes one with delete, leaves others alone", async () => {
    const orderNbr = (await erp.api("PUT", "/SalesOrder", order({ Details: [line({})] }))).json.OrderNbr.value;
    await erp.api("PUT", "/SalesOrder", { ...key(orderNbr), Details: [line({})] });
    const [first, second] = await details(orderNbr);
    expect(second.LineNbr.value).toBe(2);
    await erp.api("PUT", "/SalesOrder", {
      ...key(orderNbr),
      Details: [
        { id: first.id, OrderQty: { value: 7 } },
        { id: second.id, delete: true },
      ],
    });
    const rest = await details(orderNbr);
    expect(rest.map((row: { OrderQty: { value: number } }) => row.OrderQty.value)).toEqual([7]);
  });

  it("takes an address only with its override box", async () => {
    const address = { ShipToAddress: wrap({ AddressLine1: "120 Harbor Way", City: "Oakland" }) };
    const without = await erp.api("PUT", "/SalesOrder?$expand=ShipToAddress", order(address));
    expect(without.json.ShipToAddress.AddressLine1.value).not.toBe("120 Harbor Way");
    const withBox = await erp.api(
      "PUT",
      "/SalesOrder?$expand=ShipToAddress",
      order({ ...address, ...wrap({ ShipToAddressOverride: true }) }),
    );
    expect(withBox.json.ShipToAddress.AddressLine1.value).toBe("120 Harbor Way");
  });

  it("finds the record by $filter or by id too", async () => {
    const created = (await erp.api("PUT", "/SalesOrder", order(wrap({ CustomerOrder: "WEB-1" })))).json;
    const filtered = await erp.api(
      "PUT",
      `/SalesOrder?${new URLSearchParams({ $filter: "CustomerOrder eq 'WEB-1'" })}`,
      wrap({ Description: "by filter" }),
    );
    expect(filtered.json.OrderNbr.value).toBe(created.OrderNbr.value);
    expect((await erp.api("PUT", "/SalesOrder", { id: created.id, ...wrap({ Description: "by id" }) })).json.OrderNbr.value).toBe(
      created.OrderNbr.value,
    );
  });

  it("echoes a record that cannot be saved as 422, errors on fields and rows, number <NEW>, and saves nothing", async () => {
    const body = order({ ...wrap({ CustomerID: "NOBODY" }), Details: [line({}), line({ InventoryID: "NOPE" })] });
    const { status, json } = await erp.api("PUT", "/SalesOrder", body);
    expect(status).toBe(422);
    expect(json.error).toBe("Inserting  'Sales Order' record raised at least one error. Please review the errors.");
    expect(json.CustomerID).toEqual({ value: "NOBODY", error: "'Customer' cannot be found in the system." });
    expect(json.OrderNbr).toEqual({ value: "<NEW>" });
    expect(json.Details[0].InventoryID).toEqual({ value: "WIDGET-01" });
    expect(json.Details[1].InventoryID.error).toBe("'Inventory ID' cannot be found in the system.");
    expect(erp.control.orders()).toEqual([]);
  });

  it("can surface the same errors as a 500 instead", async () => {
    erp.switches.validationStatus = 500;
    const answer = await erp.api("PUT", "/SalesOrder", order(wrap({ CustomerID: "NOBODY" })));
    expect([answer.status, answer.json.exceptionType]).toEqual([500, "PX.Api.ContractBased.OutcomeEntityHasErrorsException"]);
  });

  it("refuses an option that is not a known label", async () => {
    const { json } = await erp.api("PUT", "/SalesOrder", order({ Details: [line({ ShippingRule: "B" })] }));
    expect(json.Details[0].ShippingRule.error).toBeDefined();
  });

  it("an empty body is 400 with modelState; a stock item without fields is 200 and not saved", async () => {
    const empty = await erp.api("PUT", "/SalesOrder", "");
    expect([empty.status, empty.json]).toEqual([
      400,
      { message: "The request is invalid.", modelState: { "": ["The request body should not be empty."] } },
    ]);
    const item = await erp.api("PUT", "/StockItem", {});
    expect([item.status, item.json.InventoryID]).toEqual([200, { value: "<NEW>" }]);
    expect((await erp.api("GET", "/StockItem")).json).toHaveLength(20);
  });

  it("If-None-Match creates only, If-Match updates only, otherwise 412", async () => {
    const item = (id: string) => wrap({ InventoryID: id, Description: "x" });
    expect((await erp.api("PUT", "/StockItem", item("NEW-1"), { "if-match": "*" })).status).toBe(412);
    expect((await erp.api("PUT", "/StockItem", item("NEW-1"), { "if-none-match": "*" })).status).toBe(200);
    expect((await erp.api("PUT", "/StockItem", item("NEW-1"), { "if-none-match": "*" })).status).toBe(412);
    expect((await erp.api("PUT", "/StockItem", item("NEW-1"), { "if-match": "*" })).status).toBe(200);
  });

  it("another process's save comes first as often as told, as 500 or 422, and nothing is saved", async () => {
    erp.switches.concurrentUpdate = { times: 2, status: 500, entity: "SalesOrder" };
    const first = await erp.api("PUT", "/SalesOrder", order());
    expect([first.status, first.json.exceptionMessage]).toEqual([
      500,
      "Another process has added the 'SOOrder' record. Your changes will be lost.",
    ]);
    erp.switches.concurrentUpdate.status = 422;
    expect((await erp.api("PUT", "/SalesOrder", order())).json.error).toContain("Another process has added");
    expect((await erp.api("PUT", "/SalesOrder", order())).status).toBe(200);
    expect(erp.control.orders()).toHaveLength(1);
  });

  it("writes customers (auto-numbered), stock items with cross references, and files", async () => {
    const customer = await erp.api("PUT", "/Customer?$expand=MainContact,MainContact/Address", {
      ...wrap({ CustomerName: "Blue Harbor" }),
      MainContact: { ...wrap({ Email: "ap@example.com" }), Address: wrap({ City: "Oakland" }) },
    });
    expect([customer.json.CustomerID.value, customer.json.MainContact.Address.City.value]).toEqual(["C000000041", "Oakland"]);
    const item = await erp.api("PUT", "/StockItem?$expand=CrossReferences", {
      ...wrap({ InventoryID: "W-9" }),
      CrossReferences: [wrap({ AlternateType: "Barcode", AlternateID: "012" })],
    });
    expect(item.json.CrossReferences[0].AlternateID.value).toBe("012");
    expect((await erp.api("PUT", "/StockItem/W-9/files/label.txt", "hello")).status).toBe(204);
    expect((await erp.api("GET", "/StockItem/W-9?$expand=files")).json.files[0].filename).toBe("label.txt");
  });

  it("PATCH is unknown to 24R2; where it exists it never inserts", async () => {
    expect((await erp.api("PATCH", "/StockItem", wrap({ InventoryID: "NEW-2" }))).status).toBe(405);
    erp.switches.patchSupported = true;
    expect((await erp.api("PATCH", "/StockItem", wrap({ InventoryID: "NEW-2" }))).status).toBe(404);
    expect((await erp.api("PATCH", "/StockItem", wrap({ InventoryID: "WIDGET-01", Description: "y" }))).json.Description.value).toBe("y");
  });
});

describe("DELETE", () => {
  it("is 204 and the record is gone, for good; an order with shipments is refused", async () => {
    const orderNbr = (await erp.api("PUT", "/SalesOrder", order({ Details: [line({})] }))).json.OrderNbr.value;
    expect((await erp.api("DELETE", `/SalesOrder/SO/${orderNbr}`)).status).toBe(204);
    expect((await erp.api("GET", `/SalesOrder/SO/${orderNbr}`)).status).toBe(500);
    const { shipments } = erp.control.seed({ shipments: 1 });
    const owner = (await erp.api("GET", `/Shipment/${shipments[0]}?$expand=Orders`)).json.Orders[0].OrderNbr.value;
    expect((await erp.api("DELETE", `/SalesOrder/SO/${owner}`)).json.exceptionMessage).toBe("Operation failed");
  });
});
