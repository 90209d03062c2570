import { afterEach, describe, expect, it } from "vitest";
import type { WebhookEvent } from "./account-types";
import type { Shipment } from "./shipment-types";
import { closeAll, type Listener, sampleOrder, startAccount, startListener, type TestAccount } from "./test-account";

afterEach(closeAll);

async function subscribed(...events: WebhookEvent[]): Promise<{ account: TestAccount; listener: Listener }> {
  const account = await startAccount();
  const listener = await startListener();
  // Nothing leaves on its own: each test says when.
  account.switches.webhookDelayMs = 86_400_000;
  for (const event of events) await account.call("POST", "/webhooks/subscribe", { target_url: listener.url, event, friendly_name: event });
  return { account, listener };
}

describe("subscriptions", () => {
  it("answer with an id, or with the classic fields by switch; list in Pascal case; delete with an empty body", async () => {
    const account = await startAccount();
    const subscribe = () =>
      account.call("POST", "/webhooks/subscribe", {
        target_url: "http://127.0.0.1:9/x",
        event: "SHIP_NOTIFY",
        store_id: null,
        friendly_name: "Mine",
      });
    expect((await subscribe()).body).toEqual({ id: 123456 });
    account.switches.subscribeAnswer = "classic_fields";
    expect((await subscribe()).body).toEqual({ WebHookID: 123457, HookType: "SHIP_NOTIFY", Url: "http://127.0.0.1:9/x", Name: "Mine" });
    const { body } = await account.call<{ webhooks: object[] }>("GET", "/webhooks");
    expect(body.webhooks[0]).toMatchObject({
      IsLabelAPIHook: false,
      WebHookID: 123456,
      MessageFormat: "Json",
      Active: true,
      WebhookLogs: [],
      Seller: null,
    });
    expect(await account.call("DELETE", "/webhooks/123456")).toMatchObject({ status: 200, text: "" });
    expect((await account.call("DELETE", "/webhooks/123456")).status).toBe(404);
    expect((await account.call("POST", "/webhooks/subscribe", { target_url: "ftp://x", event: "SHIP_NOTIFY" })).status).toBe(400);
  });
});

describe("SHIP_NOTIFY", () => {
  it("names a page of this account that lists just the batch", async () => {
    const { account, listener } = await subscribed("SHIP_NOTIFY", "ITEM_SHIP_NOTIFY");
    await account.create("A", "B", "C");
    account.control.ship({ orderKey: "C" });
    account.control.shipAll({ count: 10 });
    expect(await account.control.flushWebhooks()).toBe(4);
    const [single, , batch, items] = listener.received;
    expect(single?.resource_url).toMatch(new RegExp(`^${account.url}/shipments\\?batchId=\\d+&includeShipmentItems=False$`));
    expect(items).toMatchObject({ resource_type: "ITEM_SHIP_NOTIFY", resource_url: expect.stringContaining("includeShipmentItems=True") });
    const path = String(batch?.resource_url).slice(account.url.length);
    const { body } = await account.call<{ shipments: Shipment[] }>("GET", path);
    expect(body.shipments.map(row => row.orderKey)).toEqual(["A", "B"]);
  });

  it("comes by itself after the delay", async () => {
    const { account, listener } = await subscribed("SHIP_NOTIFY");
    account.switches.webhookDelayMs = 5;
    await account.create("A");
    account.control.ship({ orderKey: "A" });
    await expect.poll(() => listener.received.length).toBe(1);
  });

  it("is silent about return labels, voids and orders marked as shipped", async () => {
    const { account, listener } = await subscribed("SHIP_NOTIFY", "FULFILLMENT_SHIPPED");
    await account.create("A", "B");
    account.control.returnLabel({ orderKey: "A" });
    account.control.markAsShipped({ orderKey: "B", trackingNumber: "EXT1" });
    await account.control.flushWebhooks();
    expect(listener.received.map(call => call.resource_type)).toEqual(["FULFILLMENT_SHIPPED"]);
    const { shipments } = account.control.ship({ orderKey: "A" });
    await account.control.flushWebhooks();
    account.control.voidLabel({ shipmentId: shipments[0]?.shipmentId ?? 0 });
    expect(await account.control.flushWebhooks()).toBe(0);
  });
});

describe("ORDER_NOTIFY", () => {
  it("comes once per import, never for orders that await payment, and again when they leave it", async () => {
    const { account, listener } = await subscribed("ORDER_NOTIFY");
    await account.create("A", "B");
    await account.call("POST", "/orders/createorder", sampleOrder("C", { orderStatus: "awaiting_payment" }));
    await account.create("A");
    await account.control.flushWebhooks();
    expect(listener.received).toHaveLength(1);
    const keysAt = async (call: Listener["received"][number] | undefined) => {
      const { body } = await account.call<{ orders: { orderKey: string }[] }>("GET", String(call?.resource_url).slice(account.url.length));
      return body.orders.map(order => order.orderKey);
    };
    expect(await keysAt(listener.received[0])).toEqual(["A", "B"]);
    await account.create("C");
    await account.control.flushWebhooks();
    expect(await keysAt(listener.received[1])).toEqual(["C"]);
  });
});

describe("what goes wrong with webhooks", () => {
  it("loses the next n, and all when switched off (fault 24)", async () => {
    const { account, listener } = await subscribed("SHIP_NOTIFY");
    account.switches.webhookLoseNext = 1;
    await account.create("A", "B", "C");
    account.control.ship({ orderKey: "A" });
    account.control.ship({ orderKey: "B" });
    account.switches.webhooks = false;
    account.control.ship({ orderKey: "C" });
    await account.control.flushWebhooks();
    expect(listener.received).toHaveLength(1);
    expect(account.journal.count({ name: "webhook.lost" })).toBe(1);
  });

  it("sends ten copies, out of order, and a day late by the account's clock (fault 23)", async () => {
    const { account, listener } = await subscribed("SHIP_NOTIFY");
    Object.assign(account.switches, { webhookCopies: 10, webhookOutOfOrder: true });
    await account.create("A", "B");
    account.control.ship({ orderKey: "A" });
    account.control.ship({ orderKey: "B" });
    account.advance(86_400_000);
    expect(await account.control.flushWebhooks()).toBe(20);
    const batches = listener.received.map(call => Number(/batchId=(\d+)/.exec(call.resource_url)?.[1]));
    expect(new Set(batches).size).toBe(2);
    expect(batches[0]).toBeGreaterThan(batches.at(-1) ?? Number.POSITIVE_INFINITY);
  });

  it("names a shard host in resource_url", async () => {
    const { account, listener } = await subscribed("SHIP_NOTIFY");
    account.switches.webhookHost = "https://ssapi11.shipstation.com";
    await account.create("A");
    account.control.ship({ orderKey: "A" });
    await account.control.flushWebhooks();
    expect(listener.received[0]?.resource_url).toMatch(/^https:\/\/ssapi11\.shipstation\.com\/shipments\?batchId=/);
  });

  it("tries again only when the retry switch says so", async () => {
    const { account, listener } = await subscribed("SHIP_NOTIFY");
    listener.status = 500;
    await account.create("A", "B");
    account.control.ship({ orderKey: "A" });
    await account.control.flushWebhooks();
    expect(await account.control.flushWebhooks()).toBe(0);
    Object.assign(account.switches, { webhookRetries: 2, webhookRetryDelayMs: 5 });
    account.control.ship({ orderKey: "B" });
    await account.control.flushWebhooks();
    await expect.poll(() => listener.received.length).toBe(4);
    expect(account.journal.count({ name: "webhook.failed" })).toBeGreaterThanOrEqual(3);
  });
});
