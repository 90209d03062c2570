import { expect, it } from "vitest";
import { readWebhook } from "./read-webhook";

const BASE = "http://127.0.0.1:4010";
const read = (resource_url: unknown, resource_type: unknown = "SHIP_NOTIFY", more: object = {}) =>
  readWebhook({ rawBody: JSON.stringify({ resource_url, resource_type, ...more }), baseUrl: BASE });

it.each([
  "https://ssapi.shipstation.com/shipments?batchId=144015674&includeShipmentItems=False",
  "https://ssapi11.shipstation.com/shipments?batchId=1",
  `${BASE}/shipments?batchId=1`,
])("looks for %s", url => expect(read(url)).toMatchObject({ kind: "look", what: "shipments" }));

it.each([
  "https://evil.example/shipments",
  "https://ssapi.shipstation.com.evil.example/x",
  "https://evil.example/?ssapi.shipstation.com",
  "https://ssapi.shipstation.com@evil.example/x",
  "https://user:pass@ssapi.shipstation.com/x",
  "https://ssapix.shipstation.com/x",
  "https://ssapi1a.shipstation.com/x",
  "https://app.shipstation.com/x",
  "https://ssapi.shipstation.com:8443/x",
  "http://ssapi.shipstation.com/x",
  "//ssapi.shipstation.com/x",
  "/shipments",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "http://127.0.0.1:4011/shipments",
  "https://127.0.0.1:4010/shipments",
  `https://ssapi.shipstation.com/${"x".repeat(3_000)}`,
  "",
  null,
  7,
])("fault 25: rejects a resource at %j", url => expect(read(url).kind).toBe("rejected"));

it("tells orders from shipments and ignores kinds it does not know, also names every object has", () => {
  expect(read("https://ssapi.shipstation.com/orders?importBatch=x", "ORDER_NOTIFY")).toMatchObject({ what: "orders" });
  expect(read("https://ssapi.shipstation.com/fulfillments?x", "FULFILLMENT_SHIPPED")).toMatchObject({ what: "shipments" });
  for (const kind of ["BATCH", "toString", "__proto__", "constructor"])
    expect(read("https://ssapi.shipstation.com/x", kind).kind).toBe("ignored");
});

it("fault 23: gives the same delivery the same key, and another batch another one, whatever else is in the body", () => {
  const one = read("https://ssapi.shipstation.com/shipments?batchId=1");
  expect(read("https://ssapi.shipstation.com/shipments?batchId=1", "SHIP_NOTIFY", { extra: 1 })).toEqual(one);
  expect(read("https://ssapi.shipstation.com/shipments?batchId=2")).not.toEqual(one);
});

it("reads no more than 64 KB, counted in bytes", () => {
  const body = (fill: string) => JSON.stringify({ resource_url: "https://ssapi.shipstation.com/x", resource_type: "SHIP_NOTIFY", fill });
  expect(readWebhook({ rawBody: body("x".repeat(65_000)) }).kind).toBe("look");
  expect(readWebhook({ rawBody: body("é".repeat(40_000)) }).kind).toBe("rejected");
});

it("knows the vendor's own address alone when the warehouse has no other", () => {
  const rawBody = JSON.stringify({ resource_url: `${BASE}/shipments`, resource_type: "SHIP_NOTIFY" });
  expect(readWebhook({ rawBody }).kind).toBe("rejected");
});
