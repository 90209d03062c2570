import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Customer, Product, Store, Warehouse } from "./account-types";
import { closeAll, sampleOrder, startAccount } from "./test-account";

afterEach(closeAll);

describe("catalogue", () => {
  it("learns products from orders; PUT replaces the whole product", async () => {
    const account = await startAccount();
    await account.create("A");
    const { body } = await account.call<{ products: Product[] }>("GET", "/products?sku=TARP");
    expect(body.products).toMatchObject([{ sku: "TARP", name: "Tarp", price: 80, active: true }]);
    const id = body.products[0]?.productId;
    const put = await account.call("PUT", `/products/${id}`, { sku: "TARP", name: "Tarp, olive", price: 81, warehouseLocation: "B7" });
    expect(put.body).toEqual({ success: true, message: "The requested product has been updated" });
    expect((await account.call("GET", `/products/${id}`)).body).toMatchObject({
      name: "Tarp, olive",
      warehouseLocation: "B7",
      weightOz: null,
    });
  });

  it("learns customers from orders that carry a user name", async () => {
    const account = await startAccount();
    await account.create("A");
    await account.call("POST", "/orders/createorder", sampleOrder("B", { customerUsername: "ruth@example.com" }));
    const { body } = await account.call<{ customers: Customer[]; total: number }>("GET", "/customers?stateCode=OR");
    expect(body).toMatchObject({
      total: 1,
      customers: [{ name: "Ruth Halvorsen", marketplaceUsernames: [{ username: "ruth@example.com" }] }],
    });
    expect((await account.call("GET", `/customers/${body.customers[0]?.customerId}`)).status).toBe(200);
    expect(account.orderBy("B").customerId).toBe(body.customers[0]?.customerId);
  });

  it("creates, changes and deletes warehouses", async () => {
    const account = await startAccount();
    const originAddress = { name: "NM", street1: "4704 Arabela Dr.", city: "Las Cruces", state: "NM", postalCode: "88012", country: "US" };
    const made = await account.call<Warehouse>("POST", "/warehouses/createwarehouse", { warehouseName: "New", originAddress });
    expect(made.body).toMatchObject({ warehouseName: "New", returnAddress: { city: "Las Cruces" }, isDefault: false });
    const path = `/warehouses/${made.body.warehouseId}`;
    await account.call("PUT", path, { warehouseName: "Newer", originAddress, isDefault: true });
    expect((await account.call("GET", path)).body).toMatchObject({ warehouseName: "Newer", isDefault: true });
    await account.call("PUT", "/warehouses/14265", { warehouseName: "Austin", originAddress, isDefault: true });
    expect((await account.call("DELETE", path)).status).toBe(200);
    expect((await account.call<Warehouse[]>("GET", "/warehouses")).body).toHaveLength(2);
  });

  it("lists, refreshes, switches off and on the stores", async () => {
    const account = await startAccount();
    expect((await account.call<Store[]>("GET", "/stores?marketplaceId=36")).body).toMatchObject([{ storeName: "WooCommerce Store" }]);
    expect((await account.call("POST", "/stores/deactivate", { storeId: 25748 })).body.success).toBe("true");
    expect((await account.call<Store[]>("GET", "/stores")).body).toHaveLength(1);
    expect((await account.call<Store[]>("GET", "/stores?showInactive=true")).body).toHaveLength(2);
    await account.call("POST", "/stores/reactivate", { storeId: 25748 });
    await account.call("POST", "/stores/refreshstore", { storeId: 25748, refreshDate: "2026-11-01" });
    expect((await account.call("GET", "/stores/getrefreshstatus?storeId=25748")).body).toMatchObject({
      lastRefreshAttempt: "11-20-2026",
      refreshDate: "11-1-2026",
    });
    expect((await account.call<object[]>("GET", "/stores/marketplaces")).body.length).toBeGreaterThan(1);
    expect((await account.call("PUT", "/stores/22766", { storeName: "Dockbridge" })).body).toMatchObject({ storeName: "Dockbridge" });
  });

  it("lists carriers with services and packages, and keeps balances", async () => {
    const account = await startAccount();
    expect((await account.call<{ code: string }[]>("GET", "/carriers")).body.map(carrier => carrier.code)).toEqual([
      "stamps_com",
      "ups_walleted",
      "fedex",
    ]);
    expect((await account.call<object[]>("GET", "/carriers/listservices?carrierCode=ups_walleted")).body).toContainEqual({
      carrierCode: "ups_walleted",
      code: "ups_standard_international",
      name: "UPS Standard®",
      domestic: false,
      international: true,
    });
    expect((await account.call<object[]>("GET", "/carriers/listpackages?carrierCode=fedex")).body.length).toBeGreaterThan(3);
    expect((await account.call("POST", "/carriers/addfunds", { carrierCode: "stamps_com", amount: "20.00" })).body.balance).toBe(5020);
    expect((await account.call("GET", "/carriers/getcarrier?carrierCode=stamps_com")).body.balance).toBe(5020);
  });

  it("answers users as a list, or as the one object of the documentation by switch", async () => {
    const account = await startAccount();
    expect((await account.call<object[]>("GET", "/users?showInactive=true")).body).toHaveLength(3);
    account.switches.usersAnswer = "object";
    expect((await account.call("GET", "/users")).body).toMatchObject({ userName: "SS-user1" });
  });
});

describe("control", () => {
  const post = (url: string, path: string, body: unknown) =>
    fetch(`${url}/__sandbox${path}`, { method: "POST", body: JSON.stringify(body) });

  it("plays warehouse over HTTP and lists orders and shipments plainly", async () => {
    const { url, create } = await startAccount();
    await create("A", "B");
    const shipped = await post(url, "/ship", { orderKey: "A", carrier: "fedex", service: "fedex_2day", packages: 2 });
    expect(await shipped.json()).toMatchObject({ shipments: [{ carrierCode: "fedex" }, {}] });
    expect(await (await post(url, "/hold", { orderKey: "B" })).json()).toMatchObject({ orderStatus: "on_hold" });
    expect((await post(url, "/ship", { orderKey: "B" })).status).toBe(400);
    expect(await (await fetch(`${url}/__sandbox/orders?status=shipped`)).json()).toMatchObject({
      total: 1,
      orders: [{ orderKey: "A" }],
      counts: { shipped: 1, on_hold: 1 },
    });
    expect(await (await fetch(`${url}/__sandbox/shipments`)).json()).toMatchObject({ total: 2 });
    const unknown = await post(url, "/switches", { rateLimits: 3 });
    expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining("Unknown switch: rateLimits")]);
  });

  it("refuses another origin, so that no web page can play warehouse", async () => {
    const { url } = await startAccount();
    const response = await fetch(`${url}/__sandbox/ship-all`, { method: "POST", headers: { origin: "https://evil.example" }, body: "{}" });
    expect(response.status).toBe(403);
  });

  it("starts afresh on reset: data, switches, faults and journal", async () => {
    const account = await startAccount();
    await account.create("A");
    account.switches.rateLimit = 3;
    account.faults.add({ action: "hang" });
    await post(account.url, "/reset", {});
    expect([account.control.orders().length, account.switches.rateLimit, account.faults.list().length]).toEqual([0, 40, 0]);
  });

  it("serves the page at both addresses, closed to anything from elsewhere", async () => {
    const { url } = await startAccount();
    for (const path of ["/", "/__sandbox", "/__sandbox/"]) {
      const response = await fetch(`${url}${path}`);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      const html = await response.text();
      expect(html).toContain("Ship the next 10");
      expect(html).not.toMatch(/^(?:import|export) /m);
    }
  });
});

describe("persistence", () => {
  it("keeps orders, labels, webhooks and keys across a restart, and goes on counting", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "shipstation-"));
    try {
      const before = await startAccount({ dataDir });
      const [order] = await before.create("A", "B");
      before.control.ship({ orderKey: "A" });
      before.control.addKey("second", "s");
      await before.call("POST", "/webhooks/subscribe", { target_url: "http://127.0.0.1:9/x", event: "SHIP_NOTIFY" });
      const seq = before.journal.lastSeq();
      await closeAll();
      const after = await startAccount({ dataDir });
      expect(after.orderBy("A")).toMatchObject({ orderId: order?.orderId, orderStatus: "shipped" });
      expect(await after.shipments()).toMatchObject([{ orderKey: "A" }]);
      expect((await after.call<{ webhooks: object[] }>("GET", "/webhooks")).body.webhooks).toHaveLength(1);
      expect(after.journal.lastSeq()).toBeGreaterThan(seq);
      await after.create("B", "C");
      expect(after.control.orders().map(entry => entry.orderKey)).toEqual(["A", "B", "C"]);
    } finally {
      await closeAll();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
