import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { shipmentOf, startTestClient, type TestClient, wrap } from "./test-client";

let erp: TestClient;
beforeAll(async () => {
  erp = await startTestClient();
});
afterAll(() => erp.close());
beforeEach(async () => {
  await erp.call("POST", "/__sandbox/reset", { body: {} });
  await erp.signIn();
});

const list = (query: Record<string, string>, entity = "SalesOrder") => erp.api("GET", `/${entity}?${new URLSearchParams(query)}`);
// biome-ignore lint/suspicious/noExplicitAny: rows as they came
const numbers = (json: any[]) => json.map(row => row.OrderNbr.value);

describe("the envelope", () => {
  it("has id, rowNumber, note, then contract order, custom and _links; empty fields are {}, feature-off fields absent, numbers keep their scale", async () => {
    const orderNbr = await erp.oneOrder();
    const { json, text } = await erp.api("GET", `/SalesOrder/SO/${orderNbr}`);
    const keys = Object.keys(json);
    expect(keys.slice(0, 6)).toEqual(["id", "rowNumber", "note", "Approved", "BaseCurrencyID", "BillToAddressOverride"]);
    expect(keys.slice(-3)).toEqual(["CreatedDate", "custom", "_links"]);
    expect(keys.indexOf("CustomerID")).toBeLessThan(keys.indexOf("Hold"));
    expect([json.note, json.ContactID, json.custom]).toEqual([{ value: "" }, {}, {}]);
    for (const absent of ["VATExemptTotal", "Details", "ShipToAddress", "Shipments"]) expect(json).not.toHaveProperty(absent);
    expect(text).toContain('"OrderedQty":{"value":5.0}');
    expect(json.Date.value).toMatch(/^\d{4}-\d{2}-\d{2}T00:00:00\+00:00$/);
    expect(json.NoteID.value).toBe(json.id);
    expect(json._links.self).toBe(`/entity/Default/24.200.001/SalesOrder/${json.id}`);
  });

  it("time stamps carry the zone of the instance, trailing zeros trimmed; line stamps are US text", async () => {
    const orderNbr = await erp.oneOrder();
    erp.control.touch({ entity: "SalesOrder", key: `SO/${orderNbr}`, lastModified: "2025-02-11T15:42:07.060Z" });
    const read = async () => (await erp.api("GET", `/SalesOrder/SO/${orderNbr}?$expand=Details`)).json;
    expect((await read()).LastModified.value).toBe("2025-02-11T15:42:07.06+00:00");
    erp.switches.dateOffsetMinutes = 180;
    const order = await read();
    expect(order.LastModified.value).toBe("2025-02-11T18:42:07.06+03:00");
    expect(order.Details[0].LastModifiedDate.value).toMatch(/^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}:\d{2}$/);
  });

  it("links and hidden fields follow their switches, and older endpoint versions lack newer fields", async () => {
    const orderNbr = await erp.oneOrder();
    erp.switches.links = false;
    erp.switches.hiddenFields = { SalesOrder: ["Project"] };
    erp.switches.unmappedFields = "empty";
    const now = (await erp.api("GET", `/SalesOrder/SO/${orderNbr}?$expand=ShipToAddress`)).json;
    expect(now).not.toHaveProperty("_links");
    expect(now).not.toHaveProperty("Project");
    expect(now.ShipToAddress.Validated).toEqual({});
    const old = (await erp.call("GET", `/AcmeERP/entity/Default/22.200.001/SalesOrder/SO/${orderNbr}`)).json;
    expect([old.Branch, now.Branch]).toEqual([undefined, { value: "MAIN" }]);
  });

  it("nothing nested comes without $expand; with it, orders show lines, address, contact and their shipments", async () => {
    const orderNbr = await erp.oneOrder();
    await erp.api("PUT", "/Shipment", shipmentOf(orderNbr, [{ OrderLineNbr: 1, ShippedQty: 3 }]));
    const { json } = await erp.api(
      "GET",
      `/SalesOrder/SO/${orderNbr}?$expand=Details,ShipToAddress,ShipToContact,Shipments,ShippingSettings,Totals`,
    );
    expect(json.Details.map((line: { LineNbr: { value: number } }) => line.LineNbr.value)).toEqual([1, 2]);
    expect(json.Details[0].note).toBeNull();
    expect(json.ShipToAddress.Country).toEqual({ value: "US" });
    expect(json.Shipments[0]).toMatchObject({ Status: { value: "Open" }, ShipmentNbr: { value: "002201" }, ShippedQty: { value: 3 } });
    expect(json.ShippingSettings.ShipVia).toEqual(json.ShipVia);
  });

  it("$select narrows, also inside an expanded collection, and drops collections it does not name", async () => {
    const orderNbr = await erp.oneOrder();
    const path = `/SalesOrder/SO/${orderNbr}?$expand=Details,ShipToAddress&$select=OrderNbr,Details/InventoryID`;
    const { json } = await erp.api("GET", path);
    expect(Object.keys(json)).toEqual(["id", "rowNumber", "note", "Details", "OrderNbr", "custom", "_links"]);
    expect(Object.keys(json.Details[0])).toEqual(["id", "rowNumber", "note", "InventoryID", "custom", "_links"]);
  });

  it("$custom brings custom fields, written by PUT", async () => {
    const orderNbr = await erp.oneOrder();
    await erp.api("PUT", "/SalesOrder", {
      ...wrap({ OrderType: "SO", OrderNbr: orderNbr }),
      custom: { Document: { AttributePRODUCT: { type: "CustomStringField", value: "LAPTOP" } } },
    });
    const { json } = await erp.api("GET", `/SalesOrder/SO/${orderNbr}?$custom=Document.AttributePRODUCT`);
    expect(json.custom).toEqual({ Document: { AttributePRODUCT: { type: "CustomStringField", value: "LAPTOP" } } });
    expect((await list({ $filter: "cf.String(f='Document.AttributePRODUCT') eq 'LAPTOP'" })).json).toHaveLength(1);
  });
});

describe("addresses", () => {
  it("a record answers to its keys, to SO|number and to its GUID; a missing one is a 500 that says so", async () => {
    const orderNbr = await erp.oneOrder();
    const { json } = await erp.api("GET", `/SalesOrder/SO/${orderNbr}`);
    expect((await erp.api("GET", `/SalesOrder/${json.id}`)).json.OrderNbr.value).toBe(orderNbr);
    expect((await erp.api("GET", `/SalesOrder/SO%7C${orderNbr}`)).json.OrderNbr.value).toBe(orderNbr);
    const missing = await erp.api("GET", "/SalesOrder/SO/SO999999");
    expect([missing.status, missing.json.exceptionMessage, missing.json.exceptionType]).toEqual([
      500,
      "No entity satisfies the condition.",
      "PX.Api.ContractBased.NoEntitySatisfiesTheConditionException",
    ]);
  });

  it.each([
    "/entity/Nope/24.200.001/SalesOrder",
    "/entity/Default/99.999.999/SalesOrder",
    "/entity/Default/24.200.001/Box",
    "/t/Sandbox/entity/Default/24.200.001/SalesOrder",
  ])("%s is 404", async path => {
    const answer = await erp.call("GET", path);
    expect([answer.status, answer.json.message]).toEqual([404, expect.stringContaining("No HTTP resource was found")]);
  });

  it("without a sign-in everything of an endpoint is 401", async () => {
    expect((await erp.call("GET", "/entity/Default/24.200.001/SalesOrder", { bearer: null })).status).toBe(401);
    expect((await erp.call("GET", "/entity/Default/24.200.001/swagger.json", { bearer: null })).status).toBe(401);
  });

  it("swagger.json and $adHocSchema describe the entity; package contents disappear where the endpoint has none", async () => {
    const document = (await erp.api("GET", "/swagger.json")).json;
    expect([document.openapi, document.info.version]).toEqual(["3.0.1", "4"]);
    expect(document.paths).toHaveProperty(["/Shipment/ConfirmShipment"]);
    expect((await erp.api("GET", "/Shipment/$adHocSchema")).json.Packages[0]).toHaveProperty("PackageContents");
    erp.switches.packageContents = "ignored";
    erp.switches.workflowActions = true;
    const schema = (await erp.api("GET", "/Shipment/$adHocSchema")).json;
    expect(schema.Packages[0]).not.toHaveProperty("PackageContents");
    expect(schema._workflowActions).toContain("ConfirmShipmentAction");
  });

  it("stock is read with PUT and Results; a warehouse without an item gives none", async () => {
    const summary = await erp.api(
      "PUT",
      "/InventorySummaryInquiry?$expand=Results",
      wrap({ InventoryID: "WIDGET-01", WarehouseID: "MAIN" }),
    );
    expect(summary.json.Results[0].QtyOnHand.value).toBe(400);
    expect((await erp.api("PUT", "/InventorySummaryInquiry?$expand=Results", wrap({ WarehouseID: "MAIN" }))).json.Results).toEqual([]);
    expect((await erp.api("PUT", "/InventoryQuantityAvailable?$expand=Results", {})).json.Results.length).toBe(20);
  });

  it.each(["StockItem", "Customer", "Warehouse", "ShipVia", "ShippingBox", "ItemClass", "CustomerClass", "TaxCategory"])(
    "%s can be listed",
    async entity => {
      expect((await list({ $top: "1" }, entity)).json).toHaveLength(1);
    },
  );
});

describe("filters", () => {
  beforeEach(() => {
    erp.control.seed({ orders: 20, spreadDays: 2, seed: 3 });
  });

  it("windows on LastModified use both ends, with and without an offset in the literal", async () => {
    const [first] = erp.control.orders();
    const at = new Date(Number(first?.LastModified)).toISOString();
    const found = await list({ $filter: `LastModified ge datetimeoffset'${at}' and LastModified le datetimeoffset'${at}'` });
    expect(numbers(found.json)).toEqual([first?.OrderNbr]);
    const naive = at.slice(0, -1);
    expect((await list({ $filter: `LastModified eq datetimeoffset'${naive}'` })).json).toHaveLength(1);
    erp.switches.naiveLiteralOffsetMinutes = -480;
    expect((await list({ $filter: `LastModified eq datetimeoffset'${naive}'` })).json).toHaveLength(0);
    const shifted = new Date(Date.parse(at) + 4 * 3_600_000).toISOString().replace("Z", "+04:00");
    expect((await list({ $filter: `LastModified eq datetimeoffset'${shifted}'` })).json).toHaveLength(1);
    expect((await list({ $filter: "Date gt datetimeoffset'2024-12-31'" })).json).toHaveLength(20);
  });

  it("and, or, not, parentheses, string functions and linked fields work", async () => {
    const [first, second] = erp.control.orders();
    expect(
      (
        await list({
          $filter: `(OrderNbr eq '${first?.OrderNbr}' or OrderNbr eq '${second?.OrderNbr}') and Status eq 'Open' and not (Hold eq true)`,
        })
      ).json,
    ).toHaveLength(2);
    expect(
      (await list({ $filter: `startswith(OrderNbr,'SO') and endswith(OrderNbr,'${String(first?.OrderNbr).slice(-4)}')` })).json,
    ).toHaveLength(1);
    expect((await list({ $filter: "substringof('Store order',Description) and OrderedQty gt 0" })).json).toHaveLength(20);
    expect((await list({ $filter: "MainContact/Email eq 'customer12@example.com'" }, "Customer")).json).toHaveLength(1);
    expect((await list({ $filter: "CustomerName eq 'O''Nobody'" }, "Customer")).json).toEqual([]);
  });

  const failures: [string, string][] = [
    ["contains(OrderNbr,'1')", "unknown function"],
    ["tolower(OrderNbr) eq 'a'", "unknown function"],
    ["not substringof('1',OrderNbr)", "Not"],
    ["Hold eq 'true'", "incompatible types"],
    ["OrderedQty eq '1'", "incompatible types"],
    ["LastModified ge '2024-01-01'", "incompatible types"],
    ["LastModified ge datetime'2024-01-01T00:00:00'", "incompatible types"],
    ["LastModified ge datetimeoffset'2024-01-01T00:00:00 04:00'", "Unrecognized"],
    ["orderNbr eq 'a'", "Could not find a property"],
    ["Details/InventoryID eq 'a'", "is not a single value"],
    ["OrderNbr", "comparison"],
  ];
  it.each(failures)("%s is a 500", async (filter, message) => {
    const answer = await list({ $filter: filter });
    expect([answer.status, answer.json.exceptionMessage]).toEqual([500, expect.stringContaining(message)]);
  });

  it("substringof(…) eq true is 200 with nothing", async () => {
    expect((await list({ $filter: "substringof('SO',OrderNbr) eq true" })).json).toEqual([]);
  });

  it("unknown names in $select and $expand are a dictionary error", async () => {
    const queries: Record<string, string>[] = [{ $select: "Nope" }, { $expand: "Nope" }, { $expand: "Details/Nope" }];
    for (const query of queries) {
      expect((await list(query)).json.exceptionType).toBe("System.Collections.Generic.KeyNotFoundException");
    }
  });

  it("weak spots of the optimizer come and go with their switches", async () => {
    erp.switches.optimizerFailure = { SalesOrder: "with_expand" };
    expect((await list({ $expand: "Details" })).json.exceptionMessage).toMatch(
      /^Optimization cannot be performed\.The following fields cause the error:\r\nDetails: View/,
    );
    expect((await list({})).json).toHaveLength(20);
    const [first] = erp.control.orders();
    expect((await erp.api("GET", `/SalesOrder/SO/${first?.OrderNbr}?$expand=Details`)).status).toBe(200);
    erp.control.seed({ shipments: 2 });
    erp.switches.shipmentNonKeyFilter = "empty";
    expect((await list({ $filter: "Status eq 'Open'" }, "Shipment")).json).toEqual([]);
    erp.switches.shipmentNonKeyFilter = "error_500";
    expect((await list({ $filter: "Status eq 'Open'" }, "Shipment")).status).toBe(500);
    erp.switches.shipmentNonKeyFilter = "works";
    expect((await list({ $filter: "Status eq 'Open'" }, "Shipment")).json).toHaveLength(2);
    erp.switches.computedFilterFields = { SalesOrder: ["OrderTotal"] };
    expect((await list({ $filter: "OrderTotal gt 1" })).json.exceptionMessage).toContain("conversions not supported");
    erp.switches.twoViewFilterEmpty = true;
    expect(
      (await list({ $filter: "CustomerID eq 'C000000012' and MainContact/Email eq 'customer12@example.com'" }, "Customer")).json,
    ).toEqual([]);
  });
});

describe("unknowns kept as switches", () => {
  it("page cap, order of _links and custom, tenant prefix and 404 text can each be turned", async () => {
    erp.control.seed({ orders: 5 });
    Object.assign(erp.switches, { pageCap: 3, linksBeforeCustom: true, tenantPath: true, notFoundMessage: "Not here." });
    const { json } = await erp.call("GET", "/AcmeERP/t/Sandbox/entity/Default/24.200.001/SalesOrder?$top=100");
    expect([json.length, Object.keys(json[0]).slice(-2)]).toEqual([3, ["_links", "custom"]]);
    expect((await erp.api("GET", "/Nope")).json).toEqual({ message: "Not here." });
  });
});

describe("pages", () => {
  it("come in no promised order, but whole: skip and top cut one stable scattering", async () => {
    erp.control.seed({ orders: 30 });
    const all = numbers((await list({})).json);
    expect(all).not.toEqual(all.toSorted());
    const pages = await Promise.all([0, 10, 20].map(async skip => numbers((await list({ $top: "10", $skip: String(skip) })).json)));
    expect(pages.flat()).toEqual(all);
    expect((await list({ $top: "10", $skip: "30" })).json).toEqual([]);
  });

  it("ignore $orderby unless the switch says it works", async () => {
    erp.control.seed({ orders: 10 });
    const ordered = async () => numbers((await list({ $orderby: "OrderNbr desc" })).json);
    const ignored = await ordered();
    expect(ignored).not.toEqual(ignored.toSorted().reverse());
    erp.switches.orderBy = "works";
    expect(await ordered()).toEqual(ignored.toSorted().reverse());
  });

  it("change between calls when told to: another order each time, and records touched behind the reader's back", async () => {
    erp.control.seed({ orders: 30 });
    erp.switches.listOrder = "shuffled_each_call";
    expect(numbers((await list({})).json)).not.toEqual(numbers((await list({})).json));
    erp.switches.touchAfterList = 2;
    await list({ $top: "5" });
    expect(erp.journal.count({ name: "record touched" })).toBe(2);
  });

  it("five hundred orders with one stamp, and a stamp set back in time, are found by their windows", async () => {
    erp.control.seed({ orders: 500, sameTimestamp: "2025-03-01T10:00:00Z" });
    expect(
      (
        await list({
          $filter: "LastModified ge datetimeoffset'2025-03-01T10:00:00Z' and LastModified lt datetimeoffset'2025-03-01T10:00:00.001Z'",
          $select: "OrderNbr",
        })
      ).json,
    ).toHaveLength(500);
    const orderNbr = await erp.oneOrder();
    erp.control.touch({ entity: "SalesOrder", key: `SO/${orderNbr}`, lastModified: "2024-01-01T00:00:00Z" });
    expect(numbers((await list({ $filter: "LastModified lt datetimeoffset'2024-06-01'" })).json)).toEqual([orderNbr]);
  });
});
