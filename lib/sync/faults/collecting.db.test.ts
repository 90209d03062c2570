import { fork } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { inWorkspace } from "@/lib/db/tx";
import { receiveWebhook } from "../receive-webhook";
import { showWebhookToken } from "../testing/show-webhook-token";
import { unitsOf } from "../testing/units-of";
import { createWorld, type World } from "../testing/world";

/** Faults 23–28: webhooks that lie, repeat or never come; labels that are voided, doubled, shared; two processes at one page. */
let world: World;
afterEach(() => world?.close());

const shipmentsCreated = () => world.acumatica.journal.count({ kind: "effect", name: "shipment created" });
const notify = (token: string, resourceUrl: string) =>
  receiveWebhook({
    runtime: world.runtime,
    token,
    rawBody: JSON.stringify({ resource_url: resourceUrl, resource_type: "SHIP_NOTIFY" }),
    headers: { "content-type": "application/json" },
  });
const inbox = () => inWorkspace(world.scope, tx => tx.webhookInbox.findMany());

async function shipped(options: { orders?: number } = {}): Promise<string[]> {
  world = await createWorld();
  const { orders } = world.acumatica.control.seed({ orders: options.orders ?? 1, lines: 2 });
  await world.sync();
  return orders;
}

describe("collecting", () => {
  it("fault 23: the same webhook ten times, out of order, a day late, has one effect", async () => {
    const [number = ""] = await shipped();
    const token = await showWebhookToken(world);
    const { shipments } = world.shipstation.control.ship({ orderKey: number });
    const url = `${world.shipstation.url}/shipments?batchId=1&includeShipmentItems=False`;
    for (let n = 0; n < 10; n += 1) expect(await notify(token, url)).toEqual({ outcome: "stored" });
    await world.sync(2);
    expect(await notify(token, url)).toEqual({ outcome: "stored" });
    await world.sync(2);
    expect(await inbox()).toHaveLength(1);
    expect((await inbox())[0]?.times).toBe(11);
    expect(shipmentsCreated()).toBe(1);
    expect((await world.order(number)).writeBacks).toHaveLength(1);
    expect(shipments).toHaveLength(1);
  });

  it("fault 24: a webhook that never comes: the poll brings the shipment", async () => {
    const [number = ""] = await shipped();
    world.shipstation.switches.webhooks = false;
    world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    expect((await world.order(number)).status).toBe("completed");
  });

  it.each([
    ["a foreign host", "https://evil.example.com/shipments?batchId=1"],
    ["a look-alike host", "https://ssapi.shipstation.com.evil.example.com/shipments"],
    ["plain http", "http://ssapi.shipstation.com/shipments?batchId=1"],
    ["user information", "https://ssapi.shipstation.com@evil.example.com/shipments"],
    ["no address", "shipments"],
  ])("fault 25: a forged webhook with %s is rejected, and nobody is called with credentials", async (_, url) => {
    await shipped();
    const token = await showWebhookToken(world);
    const before = world.shipstation.journal.count({ kind: "call" });
    expect(await notify(token, url)).toMatchObject({ outcome: "rejected" });
    expect(await notify("not-the-token", `${world.shipstation.url}/shipments`)).toEqual({ outcome: "unknown_token" });
    expect(await inbox()).toHaveLength(0);
    expect(world.shipstation.journal.count({ kind: "call" })).toBe(before);
  });

  it("fault 26: a label voided after write-back corrects Acumatica and reopens the order", async () => {
    const [number = ""] = await shipped();
    const { shipments } = world.shipstation.control.ship({ orderKey: number });
    await world.sync(2);
    world.shipstation.control.voidLabel({ shipmentId: shipments[0]?.shipmentId ?? 0 });
    await world.sync(2);
    expect((await world.order(number)).status).toBe("at_warehouse");
    expect(world.acumatica.control.shipments({ orderNbr: number })).toEqual([]);
    expect(world.acumatica.control.orders({ orderNbr: number })[0]).toMatchObject({ Status: "Open" });
  });

  it("fault 27: two processes that collect the same shipment make one write-back", async () => {
    const orders = await shipped({ orders: 4 });
    for (const orderKey of orders) world.shipstation.control.ship({ orderKey });
    await world.passTime();
    const children = [1, 2].map(() =>
      fork("lib/sync/testing/loop-child.ts", ["work"], {
        execArgv: ["--import", "tsx"],
        env: { ...process.env, ...world.childEnv },
        silent: true,
      }),
    );
    await Promise.all(children.map(child => once(child, "exit")));
    await world.sync(2);
    for (const order of await world.orders()) expect(order).toMatchObject({ status: "completed", writeBacks: [{ status: "done" }] });
    expect(shipmentsCreated()).toBe(orders.length);
  });

  it("fault 28: several labels for one order, and one tracking number on two orders: quantities are right, capped, and each order has its own Shipment", async () => {
    const [first = "", second = ""] = await shipped({ orders: 2 });
    world.shipstation.control.ship({ orderKey: first, packages: 3 });
    await world.sync(3);
    world.shipstation.control.labelAgain({ orderKey: first });
    world.shipstation.control.ship({ orderKey: second, trackingNumber: world.shipstation.control.shipments()[0]?.trackingNumber ?? "" });
    await world.sync(3);
    for (const number of [first, second]) {
      const shipments = world.acumatica.control.shipments({ orderNbr: number });
      expect(shipments).toHaveLength(1);
      const goods = unitsOf(shipments[0]);
      expect(String(goods)).toBe((await world.order(number)).unitsShipped);
      expect((await world.order(number)).status).toBe("completed");
    }
    expect(world.acumatica.control.shipments({ orderNbr: first })[0]?.Packages).toHaveLength(4);
  });
});
