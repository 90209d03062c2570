import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/core/clock";
import { closeConnections, createHttpClient } from "@/lib/core/http-client";
import { newId } from "@/lib/core/ids";
import { createOutboundPolicy } from "@/lib/core/outbound-policy";
import type { LimitFacts, OutgoingOrder, SendOutcome, WarehouseAdapter, WarehouseSession, WarehouseShipment } from "../contract";

/** One platform's sandbox, as the battery needs it: its hands on the warehouse floor and its ways to go wrong. Real HTTP on both sides. */
export interface WarehouseHarness {
  adapter: WarehouseAdapter;
  credentials: Record<string, unknown>;
  wrongCredentials: Record<string, unknown>;
  /** Where the sandbox listens. */
  baseUrl: string;
  /** A service the account has, to map a ship method to. */
  service: { carrierCode: string; serviceCode: string };
  floor: {
    /** Orders at the warehouse under this key, parts of split ones included. */
    orders(warehouseKey: string): { status: string; quantities: Record<string, number> }[];
    /** Ships an order, or these lines of it; returns the tracking numbers of its labels. */
    ship(order: { warehouseKey: string; lines?: { warehouseLineKey: string; quantity: number }[]; labels?: number }): string[];
    returnLabel(warehouseKey: string): void;
    voidLabel(trackingNumber: string): void;
    /** Null where a platform knows no shipping outside itself. */
    shipElsewhere: ((order: { warehouseKey: string; trackingNumber: string }) => void) | null;
    cancel(warehouseKey: string): void;
  };
  faults: {
    refuseOrder(warehouseKey: string, message: string): void;
    /** The next write is done and its answer lost. */
    loseNextAnswer(): void;
    /** The next call is not answered with anything usable. */
    answerHtmlNext(): void;
    /** Every call from now on is over the limit, with this wait. */
    throttle(seconds: number): void;
    /** Rows of one page come again on the next. */
    repeatRows(count: number): void;
  };
  /** Deliveries: one the vendor could have sent, the same for a foreign host, and one of a kind nobody acts on. */
  webhooks: { genuine: string; shard: string | null; foreign: string; unknownKind: string };
  /** Target addresses that are subscribed, one entry per event. */
  subscriptions(): string[];
  /** Calls the vendor received, by name. */
  calls(): number;
  /** Back to a fresh account. */
  reset(): void;
  close(): Promise<void>;
}

/** Runs the shared battery against one adapter. What holds here, the loop may rely on for every warehouse. */
export function describeWarehouse(name: string, makeHarness: () => Promise<WarehouseHarness>): void {
  describe(`${name}: what every warehouse promises`, () => {
    let harness: WarehouseHarness;
    let session: WarehouseSession;
    let limits: LimitFacts[];
    const policies: ReturnType<typeof createOutboundPolicy>[] = [];

    const connect = (values: Record<string, unknown>): WarehouseSession => {
      const parsed = harness.adapter.parseCredentials(values);
      if (!parsed.ok) throw new Error(parsed.message);
      const policy = createOutboundPolicy({ allow: new URL(harness.baseUrl).host });
      policies.push(policy);
      limits = [];
      const http = createHttpClient({ policy, clock: systemClock });
      return harness.adapter.connect({ credentials: parsed.credentials, http, clock: systemClock, onLimits: facts => limits.push(facts) });
    };

    beforeAll(async () => {
      harness = await makeHarness();
    });
    beforeEach(() => {
      harness.reset();
      session = connect(harness.credentials);
    });
    afterAll(async () => {
      await Promise.all(policies.map(closeConnections));
      await harness.close();
    });

    const send = async (orders: OutgoingOrder[]) => byKey((await session.sendOrders(orders)).outcomes);
    const collect = (cursor?: unknown) => collectAll(session, cursor);

    it("accepts orders, each under its own key with its lines, and gives the warehouse's reference", async () => {
      const orders = [makeOrder(), makeOrder(), makeOrder()];
      const outcomes = await send(orders);
      for (const order of orders) {
        const outcome = outcomes.get(order.warehouseKey);
        expect(outcome).toMatchObject({ outcome: "accepted", warehouseRef: expect.stringMatching(/.+/) });
        expect(harness.floor.orders(order.warehouseKey)).toEqual([expect.objectContaining({ quantities: quantitiesOf(order) })]);
      }
    });

    it("takes a full batch at once", async () => {
      const orders = Array.from({ length: harness.adapter.definition.batchSize }, () => makeOrder());
      const outcomes = await send(orders);
      expect([...outcomes.values()].filter(({ outcome }) => outcome === "accepted")).toHaveLength(orders.length);
    });

    it("may be sent again: one order, the same reference, the newest content", async () => {
      const order = makeOrder();
      const first = (await send([order])).get(order.warehouseKey);
      const changed = { ...order, lines: order.lines.slice(0, 1) };
      const second = (await send([changed])).get(order.warehouseKey);
      expect(second).toEqual(first);
      expect(harness.floor.orders(order.warehouseKey)).toEqual([expect.objectContaining({ quantities: quantitiesOf(changed) })]);
    });

    it("reports one refused row as refused, with the vendor's words, and the others as accepted", async () => {
      const [good, bad, alsoGood] = [makeOrder(), makeOrder(), makeOrder()];
      harness.faults.refuseOrder(bad.warehouseKey, "The warehouse says no.");
      const outcomes = await send([good, bad, alsoGood]);
      expect(outcomes.get(bad.warehouseKey)).toMatchObject({ outcome: "refused", message: expect.stringContaining("says no") });
      for (const order of [good, alsoGood]) expect(outcomes.get(order.warehouseKey)).toMatchObject({ outcome: "accepted" });
    });

    it("refuses an incomplete address before sending and names the field", async () => {
      for (const field of ["line1", "city", "postalCode", "country"] as const) {
        const order = makeOrder();
        delete order.shipTo[field];
        const outcome = (await send([order])).get(order.warehouseKey);
        expect(outcome).toMatchObject({ outcome: "refused", code: "address_incomplete", field: `shipTo.${field}` });
        expect(harness.floor.orders(order.warehouseKey)).toEqual([]);
      }
    });

    it("says that the outcome is unknown when the answer is lost, and settles it by sending again", async () => {
      const order = makeOrder();
      harness.faults.loseNextAnswer();
      await expect(session.sendOrders([order])).rejects.toMatchObject({ outcomeUnknown: true });
      expect((await send([order])).get(order.warehouseKey)).toMatchObject({ outcome: "accepted" });
      expect(harness.floor.orders(order.warehouseKey)).toHaveLength(1);
    });

    it("never shows HTML to a person and takes it for a passing trouble", async () => {
      harness.faults.answerHtmlNext();
      const error = await session.sendOrders([makeOrder()]).catch((error: unknown) => error);
      expect(error).toMatchObject({ code: "unexpected", outcomeUnknown: true, retry: { kind: "after" } });
      expect((error as { userMessage: string }).userMessage).not.toMatch(/[<>]/);
    });

    it.each(["shipped", "cancelled"] as const)("does not overwrite an order that is %s there, and says so", async final => {
      const order = makeOrder();
      const accepted = (await send([order])).get(order.warehouseKey);
      if (final === "shipped") harness.floor.ship({ warehouseKey: order.warehouseKey });
      else harness.floor.cancel(order.warehouseKey);
      const outcome = (await send([{ ...order, notes: "changed" }])).get(order.warehouseKey);
      expect(outcome).toEqual({ ...accepted, outcome: "already_there", final });
    });

    it("brings a shipment with its order, lines, tracking number and instant", async () => {
      const order = makeOrder();
      await send([order]);
      const before = Date.now();
      const [trackingNumber] = harness.floor.ship({ warehouseKey: order.warehouseKey });
      const { shipments } = await collect();
      expect(shipments).toHaveLength(1);
      expect(shipments[0]).toMatchObject({
        kind: "label",
        warehouseKey: order.warehouseKey,
        voided: false,
        packages: [{ trackingNumber }],
      });
      expect(linesOf(shipments[0])).toEqual(quantitiesOf(order));
      expect(Math.abs(Date.parse(shipments[0]?.createdAt ?? "") - before)).toBeLessThan(60_000);
    });

    it("brings a partial shipment with what it carried, and the rest with the second one", async () => {
      const order = makeOrder();
      const [first, second] = order.lines;
      await send([order]);
      harness.floor.ship({ warehouseKey: order.warehouseKey, lines: [{ warehouseLineKey: first?.warehouseLineKey ?? "", quantity: 1 }] });
      const one = await collect();
      expect(one.shipments.map(linesOf)).toEqual([{ [first?.warehouseLineKey ?? ""]: 1 }]);
      harness.floor.ship({ warehouseKey: order.warehouseKey });
      const two = newOnes(await collect(one.cursor), one);
      expect(two.map(linesOf)).toEqual([{ [first?.warehouseLineKey ?? ""]: 1, [second?.warehouseLineKey ?? ""]: 3 }]);
      expect(new Set([...one.shipments, ...two].map(({ orderNumber }) => orderNumber))).toEqual(new Set([order.number]));
    });

    it("brings two labels of one order as two shipments with their own tracking numbers", async () => {
      const order = makeOrder();
      await send([order]);
      const trackingNumbers = harness.floor.ship({ warehouseKey: order.warehouseKey, labels: 2 });
      const { shipments } = await collect();
      expect(new Set(shipments.map(({ externalId }) => externalId)).size).toBe(2);
      expect(shipments.flatMap(({ packages }) => packages.map(box => box.trackingNumber)).sort()).toEqual([...trackingNumbers].sort());
    });

    it("brings a void of a label that was collected before", async () => {
      const order = makeOrder();
      await send([order]);
      const [trackingNumber = ""] = harness.floor.ship({ warehouseKey: order.warehouseKey });
      const before = await collect();
      harness.floor.voidLabel(trackingNumber);
      const after = await collect(before.cursor);
      const voided = after.shipments.filter(({ externalId }) => externalId === before.shipments[0]?.externalId);
      expect(voided.at(-1)).toMatchObject({ voided: true, voidedAt: expect.stringMatching(/Z$/) });
    });

    it("marks a return label as one, so that it never counts as shipped", async () => {
      const order = makeOrder();
      await send([order]);
      harness.floor.ship({ warehouseKey: order.warehouseKey });
      harness.floor.returnLabel(order.warehouseKey);
      expect((await collect()).shipments.map(({ kind }) => kind).sort()).toEqual(["label", "return"]);
    });

    it("brings what was shipped outside the warehouse's own software, as the whole order", async () => {
      const { shipElsewhere } = harness.floor;
      if (!shipElsewhere) return;
      const order = makeOrder();
      await send([order]);
      shipElsewhere({ warehouseKey: order.warehouseKey, trackingNumber: "TRACK-1" });
      const { shipments } = await collect();
      expect(shipments).toEqual([
        expect.objectContaining({
          kind: "fulfilment",
          warehouseKey: order.warehouseKey,
          lines: "whole_order",
          packages: [{ trackingNumber: "TRACK-1" }],
        }),
      ]);
    });

    it("gives nothing new, only repeats, when nothing happened since the cursor", async () => {
      const order = makeOrder();
      await send([order]);
      harness.floor.ship({ warehouseKey: order.warehouseKey });
      const first = await collect();
      expect(newOnes(await collect(JSON.parse(JSON.stringify(first.cursor))), first)).toEqual([]);
    });

    it("loses no shipment when rows come twice over many pages", async () => {
      const orders = Array.from({ length: 520 }, () => makeOrder());
      const { batchSize } = harness.adapter.definition;
      for (let at = 0; at < orders.length; at += batchSize) await send(orders.slice(at, at + batchSize));
      harness.faults.repeatRows(3);
      for (const { warehouseKey } of orders) harness.floor.ship({ warehouseKey });
      const { shipments } = await collect();
      expect(new Set(shipments.map(({ warehouseKey }) => warehouseKey))).toEqual(new Set(orders.map(({ warehouseKey }) => warehouseKey)));
    });

    it("starts again from the beginning when a saved cursor can't be read", async () => {
      const order = makeOrder();
      await send([order]);
      harness.floor.ship({ warehouseKey: order.warehouseKey });
      for (const cursor of ["nonsense", { v: 99 }, []]) expect((await collect(cursor)).shipments).toHaveLength(1);
    });

    it("cancels an open order, says cancelled again for a cancelled one, and too late for a shipped one", async () => {
      if (!harness.adapter.definition.capabilities.cancel) return;
      const [open, shipped] = [makeOrder(), makeOrder()];
      const outcomes = await send([open, shipped]);
      const target = ({ warehouseKey }: OutgoingOrder) => ({ warehouseKey, warehouseRef: refOf(outcomes.get(warehouseKey)) });
      expect(await session.cancelOrder(target(open))).toMatchObject({ outcome: "cancelled" });
      expect(harness.floor.orders(open.warehouseKey).map(({ status }) => status)).toEqual(["cancelled"]);
      expect(await session.cancelOrder(target(open))).toMatchObject({ outcome: "cancelled" });
      harness.floor.ship({ warehouseKey: shipped.warehouseKey });
      expect(await session.cancelOrder(target(shipped))).toMatchObject({ outcome: "too_late" });
    });

    it("accepts good credentials and names the field for refused or incomplete ones", async () => {
      expect(await session.verify()).toMatchObject({ status: "connected", accountName: expect.stringMatching(/.+/) });
      const refused = await connect(harness.wrongCredentials).verify();
      expect(refused).toMatchObject({ status: "refused", code: "key_refused", field: expect.stringMatching(/.+/) });
      for (const field of harness.adapter.definition.credentialFields.filter(one => one.required)) {
        expect(harness.adapter.parseCredentials({ ...harness.credentials, [field.name]: " " })).toMatchObject({
          ok: false,
          field: field.name,
        });
      }
      await expect(connect(harness.wrongCredentials).sendOrders([makeOrder()])).rejects.toMatchObject({
        code: "key_refused",
        outcomeUnknown: false,
      });
    });

    it("says throttled and for how long, as the vendor does", async () => {
      harness.faults.throttle(17);
      await expect(session.sendOrders([makeOrder()])).rejects.toMatchObject({
        code: "throttled",
        retry: { kind: "after", afterMs: 17_000 },
      });
    });

    it("tells the limiter what the vendor's headers say, and makes no call of its own accord", async () => {
      const before = harness.calls();
      await session.sendOrders([makeOrder()]);
      expect(harness.calls()).toBe(before + 1);
      expect(limits).toHaveLength(1);
      expect(limits[0]?.limit).toBeGreaterThan(0);
    });

    it("reads a webhook as a nudge: the vendor's own, the same one twice, foreign hosts, unknown kinds, nonsense and too much", () => {
      const read = (rawBody: string) => harness.adapter.readWebhook({ rawBody, headers: {}, baseUrl: harness.baseUrl });
      const { genuine, shard, foreign, unknownKind } = harness.webhooks;
      expect(read(genuine)).toEqual({ kind: "look", what: "shipments", deliveryKey: expect.stringMatching(/.+/) });
      expect(read(genuine)).toEqual(read(genuine));
      if (shard) expect(read(shard).kind).toBe("look");
      expect(read(foreign).kind).toBe("rejected");
      expect(read(unknownKind).kind).toBe("ignored");
      for (const body of ["", "null", "[]", "{}", "<x/>", genuine.slice(0, -3), genuine.replace(/}$/, `,"x":"${"x".repeat(70_000)}"}`)]) {
        expect(read(body).kind, body.slice(0, 40)).toBe("rejected");
      }
    });

    it("registers its webhooks once, however often it is asked", async () => {
      if (!harness.adapter.definition.capabilities.webhooks) return;
      const target = "https://dockbridge.example/api/webhooks/x/secret-token";
      await session.registerWebhooks(target);
      const once = harness.subscriptions();
      expect(once.length).toBeGreaterThan(0);
      expect(new Set(once)).toEqual(new Set([target]));
      await session.registerWebhooks(target);
      expect(harness.subscriptions()).toEqual(once);
    });

    it("lists the services to map to, and accepts an order sent with one", async () => {
      const { carriers } = await session.options();
      const { carrierCode, serviceCode } = harness.service;
      expect(carriers.find(({ code }) => code === carrierCode)?.services.map(({ code }) => code)).toContain(serviceCode);
      const order = makeOrder({ shipMethod: { carrierCode, serviceCode } });
      expect((await send([order])).get(order.warehouseKey)).toMatchObject({ outcome: "accepted" });
    });
  });
}

const byKey = (outcomes: SendOutcome[]) => new Map(outcomes.map(outcome => [outcome.warehouseKey, outcome]));
const refOf = (outcome: SendOutcome | undefined) => (outcome && "warehouseRef" in outcome ? outcome.warehouseRef : "");

interface Collected {
  shipments: WarehouseShipment[];
  cursor: unknown;
}

/** Reads to the end as the loop does: page by page, each with the cursor of the one before, in plain JSON. */
async function collectAll(session: WarehouseSession, cursor: unknown = null): Promise<Collected> {
  const found = new Map<string, WarehouseShipment>();
  for (let pages = 0; pages < 200; pages += 1) {
    const page = await session.readShipments({ cursor, since: new Date(Date.now() - 86_400_000) });
    for (const shipment of page.shipments) found.set(shipment.externalId, shipment);
    cursor = JSON.parse(JSON.stringify(page.cursor));
    if (!page.more) return { shipments: [...found.values()], cursor };
  }
  throw new Error("reading shipments came to no end");
}

function newOnes(after: Collected, before: Collected): WarehouseShipment[] {
  const known = new Map(before.shipments.map(shipment => [shipment.externalId, shipment.voided]));
  return after.shipments.filter(({ externalId, voided }) => known.get(externalId) !== voided);
}

function linesOf(shipment: WarehouseShipment | undefined): Record<string, number> {
  if (!shipment || shipment.lines === "whole_order") return {};
  return Object.fromEntries(shipment.lines.map(line => [line.warehouseLineKey ?? line.sku, Number(line.quantity)]));
}

const quantitiesOf = ({ lines }: OutgoingOrder) => Object.fromEntries(lines.map(line => [line.warehouseLineKey, Number(line.quantity)]));

/** A complete order with two lines (2 and 3 units), unlike any other. */
export function makeOrder(part: Partial<OutgoingOrder> = {}): OutgoingOrder {
  const key = `SO-${newId().slice(-12)}`;
  const line = (lineRef: string, sku: string, quantity: string) => ({
    lineRef,
    warehouseLineKey: `${key}:${lineRef}`,
    sku,
    name: `Item ${sku}`,
    quantity,
    unitPrice: "9.5",
  });
  return {
    warehouseKey: key,
    number: key,
    orderedAt: "2026-05-04T15:00:00.000Z",
    customerName: "Ada Lovelace",
    customerEmail: "ada@example.com",
    shipTo: {
      name: "Ada Lovelace",
      line1: "12 Analytical Way",
      city: "Reno",
      state: "NV",
      postalCode: "89501",
      country: "US",
      phone: "555-0100",
    },
    lines: [line("1", "KC-24", "2"), line("2", "KC-36", "3")],
    shipMethod: { requestedService: "Ground" },
    reference: key,
    ...part,
  };
}
