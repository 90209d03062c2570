import { afterEach, describe, expect, it } from "vitest";
import { makeOrder } from "../testing/contract-battery";
import { createShipStationWorld, type ShipStationWorld } from "../testing/shipstation-world";

const worlds: ShipStationWorld[] = [];
afterEach(() => Promise.all(worlds.splice(0).map(world => world.close())));

async function start(options: Parameters<typeof createShipStationWorld>[0] = {}): Promise<ShipStationWorld> {
  const world = await createShipStationWorld(options);
  worlds.push(world);
  return world;
}

async function accept(world: ShipStationWorld, count: number): Promise<string[]> {
  const orders = Array.from({ length: count }, () => makeOrder());
  for (let at = 0; at < count; at += 100) await world.session.sendOrders(orders.slice(at, at + 100));
  return orders.map(order => order.warehouseKey);
}

const keysOf = (shipments: { warehouseKey?: string }[]) => shipments.map(one => one.warehouseKey).sort();
const shipAll = (world: ShipStationWorld, keys: string[]) => {
  for (const orderKey of keys) world.sandbox.control.ship({ orderKey });
};

describe("reading shipments from ShipStation V1", () => {
  it("costs three calls when nothing happened: labels, voids, fulfilments", async () => {
    const world = await start();
    await world.collect();
    expect(world.calls()).toEqual(["GET /shipments", "GET /shipments", "GET /fulfillments"]);
  });

  it("makes one vendor call per call of its own, and pages smaller when the vendor fails on large ones", async () => {
    const world = await start();
    const keys = await accept(world, 300);
    shipAll(world, keys);
    world.sandbox.switches.failPageSizeAbove = 130;
    let cursor: unknown = null;
    const found = new Set<string>();
    for (;;) {
      const before = world.calls().length;
      const page = await world.session.readShipments({ cursor, since: new Date(Date.now() - 3_600_000) });
      expect(world.calls().length - before).toBe(1);
      for (const shipment of page.shipments) found.add(shipment.warehouseKey ?? "");
      cursor = page.cursor;
      if (!page.more) break;
    }
    expect([...found].sort()).toEqual(keys.sort());
  });

  it("passes over the one record the vendor fails on, names it, and loses no other", async () => {
    const world = await start();
    const keys = await accept(world, 40);
    shipAll(world, keys);
    world.sandbox.switches.failPageSizeAbove = 0;
    world.sandbox.switches.failPageOrderKeys = [keys[17] ?? ""];
    const { shipments, unreadable } = await world.collect();
    expect(keysOf(shipments)).toEqual(keys.filter((_, index) => index !== 17).sort());
    expect(unreadable).toEqual([expect.stringContaining("fails on one record of its shipments")]);
  });

  it("passes over nothing while the vendor fails on everything, and brings all of it afterwards", async () => {
    const world = await start();
    const keys = await accept(world, 5);
    shipAll(world, keys);
    world.sandbox.faults.add({ id: "down", method: "GET", action: { type: "status", status: 500 }, times: -1 });
    let cursor: unknown = null;
    const step = async () => {
      cursor = (await world.session.readShipments({ cursor, since: new Date(Date.now() - 3_600_000) })).cursor;
    };
    for (let i = 0; i < 5; i += 1) await step();
    for (let i = 0; i < 3; i += 1) await expect(step()).rejects.toMatchObject({ code: "unexpected" });
    world.sandbox.faults.remove("down");
    const { shipments, unreadable } = await world.collect(cursor);
    expect(keysOf(shipments)).toEqual(keys.sort());
    expect(unreadable).toEqual([]);
  });

  it.each([502, 503, 504])("does not page smaller for a %s, which says that the vendor is away", async status => {
    const world = await start();
    world.sandbox.faults.add({ action: { type: "status", status } });
    await expect(world.collect()).rejects.toMatchObject({ code: "unexpected" });
    expect(world.calls()).toHaveLength(1);
  });

  it("fault 29: reads rows that come on two pages, and answers that count no pages", async () => {
    const world = await start();
    const keys = await accept(world, 260);
    shipAll(world, keys);
    Object.assign(world.sandbox.switches, { rowsOnTwoPages: 7, pagesField: "zero", failPageSizeAbove: 125 });
    expect(keysOf((await world.collect()).shipments)).toEqual(keys.sort());
  });

  it("takes a label that lists nothing for the whole order", async () => {
    const world = await start();
    shipAll(world, await accept(world, 1));
    world.sandbox.switches.shipmentItems = "null";
    expect((await world.collect()).shipments).toEqual([expect.objectContaining({ lines: "whole_order" })]);
  });

  it("tells a label and a fulfilment apart that carry the same number", async () => {
    const world = await start();
    const [labelled = "", elsewhere = ""] = await accept(world, 2);
    world.sandbox.control.ship({ orderKey: labelled });
    world.sandbox.control.markAsShipped({ orderKey: elsewhere, trackingNumber: "T1" });
    const { shipments } = await world.collect();
    expect(shipments.map(({ externalId }) => /^\d+$|^fulfillment-\d+$/.test(externalId))).toEqual([true, true]);
    expect(new Set(shipments.map(({ externalId }) => externalId)).size).toBe(2);
  });

  it("asks for the order behind a fulfilment once, not at every poll that sees it again", async () => {
    const world = await start();
    const [orderKey = ""] = await accept(world, 1);
    world.sandbox.control.markAsShipped({ orderKey, trackingNumber: "T1" });
    let { cursor } = await world.collect();
    for (let i = 0; i < 3; i += 1) {
      const again = await world.collect(cursor);
      expect(again.shipments).toEqual([expect.objectContaining({ warehouseKey: orderKey, lines: "whole_order" })]);
      cursor = again.cursor;
    }
    expect(world.calls().filter(call => /^GET \/orders\/\d+$/.test(call))).toHaveLength(1);
  });

  it("keeps the place of its marks behind the server's own time when our clock runs ahead", async () => {
    const world = await start({ nowMs: () => Date.now() + 600_000 });
    const { cursor } = await world.collect();
    const { marks } = cursor as { marks: Record<string, string> };
    for (const mark of Object.values(marks)) expect(Date.parse(mark)).toBeLessThanOrEqual(Date.now());
  });

  it("never lets a mark go back", async () => {
    let nowMs = Date.now();
    const world = await start({ nowMs: () => nowMs });
    const first = (await world.collect()).cursor as { marks: Record<string, string> };
    nowMs -= 3_600_000;
    const second = (await world.collect(first)).cursor as { marks: Record<string, string> };
    expect(second.marks).toEqual(first.marks);
  });

  it.each([
    ["autumn, when an hour comes twice", "2026-11-01T06:00:00Z", "2026-11-01T13:00:00Z"],
    ["spring, when an hour is missing", "2026-03-08T07:00:00Z", "2026-03-08T14:00:00Z"],
  ])("fault 12: misses no label and no void in the night of %s, whatever the time between polls", async (_night, from, to) => {
    for (const pollMinutes of [5, 35, 65, 140]) {
      let nowMs = Date.parse(from);
      const world = await start({ nowMs: () => nowMs, since: new Date(from) });
      const keys = await accept(world, Math.ceil((Date.parse(to) - nowMs) / 420_000));
      const shipped: string[] = [];
      const seen = new Set<string>();
      const voided = new Set<string>();
      let cursor: unknown = null;
      let nextPollMs = nowMs;
      const poll = async () => {
        const read = await world.collect(cursor);
        for (const { externalId, voided: isVoided } of read.shipments) (isVoided ? voided : seen).add(externalId);
        cursor = read.cursor;
        nextPollMs += pollMinutes * 60_000;
      };
      for (const orderKey of keys) {
        nowMs += 420_000;
        const [label] = world.sandbox.control.ship({ orderKey }).shipments;
        shipped.push(String(label?.shipmentId));
        const earlier = shipped.at(-3);
        if (earlier) world.sandbox.control.voidLabel({ shipmentId: Number(earlier) });
        if (nowMs >= nextPollMs) await poll();
      }
      await poll();
      expect([...new Set([...seen, ...voided])].sort(), `every ${pollMinutes} min`).toEqual(shipped.sort());
      expect(voided.size, `every ${pollMinutes} min`).toBe(shipped.length - 2);
    }
  });
});

describe("webhooks", () => {
  it.each(["id", "classic_fields"] as const)(
    "subscribes labels and fulfilments under both documented answers (%s), and keeps the secret address in no record",
    async answer => {
      const world = await start();
      world.sandbox.switches.subscribeAnswer = answer;
      await world.session.registerWebhooks("https://dockbridge.example/api/webhooks/shipstation/canary-token");
      const names = world.sandbox.journal.entries({ kind: "effect", name: "webhook.subscribed" });
      expect(names).toHaveLength(2);
      expect(JSON.stringify(world.records)).not.toContain("canary-token");
    },
  );
});
