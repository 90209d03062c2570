import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/core/ids";
import { getConnection, listConnections } from "./connections";
import { listEvents } from "./events";
import { getExchange } from "./exchanges";
import { getMapping, listMappings, removeMapping, saveMapping } from "./mappings";
import { getMerchant, listMerchants } from "./merchants";
import { countOrdersByStatus, getOrder, getOrderSource, listOrderIds, listOrders } from "./orders";
import { countOpenProblems, getProblem, listProblems } from "./problems";
import { getRun, listRuns } from "./runs";
import type { Scope } from "./scope";
import { getStore, listStores } from "./stores";
import { personScope, type Seeded, seedConnection, seedOrder, seedProblem, seedShipment, seedWorkspace } from "./testing/seed";
import { createTestDb, type TestDb } from "./testing/test-db";
import { inWorkspace } from "./tx";
import { getWarehouse, listWarehouses } from "./warehouses";

let test: TestDb;
let ours: Seeded;
let neighbour: Seeded;
let theirs: Seeded;
const ids = { order: "", problem: "", mapping: "", run: "", exchange: "" };

beforeAll(async () => {
  test = await createTestDb();
  ours = await seedWorkspace(test.db);
  neighbour = await seedConnection(ours.scope, { warehouseId: ours.warehouseId });
  theirs = await seedWorkspace(test.db);
  ids.problem = await seedProblem(ours);
  ids.order = await seedOrder(ours, { problemId: ids.problem, status: "needs_mapping" });
  await seedShipment(ours, { orderId: ids.order, trackingNumber: "1Z999" });
  ids.mapping = (await saveMapping(ours.scope, { connectionId: ours.connectionId, kind: "sku", from: "KC-24", to: "KC24" })).id;
  ids.run = newId();
  ids.exchange = newId();
  const { workspaceId, connectionId, storeId, channels } = ours;
  await inWorkspace(ours.scope, async tx => {
    await tx.run.create({
      data: { id: ids.run, workspaceId, connectionId, channelId: channels.orders, channel: "orders", trigger: "manual" },
    });
    const call = { label: "acumatica.order.list", method: "GET", url: "https://erp.example.com", requestHeaders: {}, durationMs: 5 };
    await tx.exchange.create({ data: { id: ids.exchange, workspaceId, storeId, ...call } });
    await tx.event.create({
      data: { id: newId(), workspaceId, orderId: ids.order, connectionId, kind: "order.imported", text: "Imported." },
    });
  });
});
afterAll(() => test.close());

const reads: Record<string, (scope: Scope) => Promise<unknown>> = {
  merchant: scope => getMerchant(scope, { id: ours.merchantId }),
  store: scope => getStore(scope, { id: ours.storeId }),
  warehouse: scope => getWarehouse(scope, { id: ours.warehouseId }),
  connection: scope => getConnection(scope, { id: ours.connectionId }),
  order: scope => getOrder(scope, { id: ids.order }),
  "order source": scope => getOrderSource(scope, { id: ids.order }),
  run: scope => getRun(scope, { id: ids.run }),
  problem: scope => getProblem(scope, { id: ids.problem }),
  mapping: scope => getMapping(scope, { id: ids.mapping }),
  exchange: scope => getExchange(scope, { id: ids.exchange }),
};

const lists: Record<string, (scope: Scope) => Promise<{ data: { id: string }[] }>> = {
  merchants: scope => listMerchants(scope),
  stores: scope => listStores(scope),
  warehouses: scope => listWarehouses(scope),
  connections: scope => listConnections(scope),
  orders: scope => listOrders(scope),
  runs: scope => listRuns(scope),
  problems: scope => listProblems(scope),
  mappings: scope => listMappings(scope),
  events: scope => listEvents(scope),
};

describe("whose rows a repository gives", () => {
  it.each(Object.entries(reads))("gives our own %s", async (_noun, read) => {
    await expect(read(personScope(ours))).resolves.toBeTruthy();
  });

  it.each(Object.entries(reads))("knows no %s of another workspace, even by its id", async (_noun, read) => {
    await expect(read(theirs.scope)).rejects.toMatchObject({ code: "not_found" });
  });

  it.each(Object.entries(lists))("lists our own %s and none of another workspace", async (_noun, list) => {
    const own = (await list(personScope(ours))).data.map(row => row.id);
    const foreign = (await list(theirs.scope)).data.map(row => row.id);
    expect(own.length).toBeGreaterThan(0);
    expect(foreign.filter(id => own.includes(id))).toEqual([]);
  });

  it.each(Object.entries(reads).filter(([noun]) => noun !== "warehouse"))(
    "hides another merchant's %s from a person limited to one merchant",
    async (_noun, read) => {
      await expect(read(personScope(ours, { merchantId: neighbour.merchantId }))).rejects.toMatchObject({ code: "not_found" });
      await expect(read(personScope(ours, { merchantId: ours.merchantId }))).resolves.toBeTruthy();
    },
  );

  it.each(Object.entries(lists).filter(([noun]) => noun !== "warehouses"))(
    "leaves another merchant's rows out of the %s of a person limited to one merchant",
    async (_noun, list) => {
      const limited = (await list(personScope(ours, { merchantId: neighbour.merchantId }))).data.map(row => row.id);
      const mine = (await list(personScope(ours, { merchantId: ours.merchantId }))).data.map(row => row.id);
      expect(mine.length).toBeGreaterThan(0);
      expect(limited.filter(id => mine.includes(id))).toEqual([]);
    },
  );

  it("shows a shared warehouse to each merchant that uses it, counting only its own connections", async () => {
    const shared = await getWarehouse(personScope(ours, { merchantId: neighbour.merchantId }), { id: ours.warehouseId });
    expect(shared.connectionCount).toBe(1);
    expect((await getWarehouse(personScope(ours), { id: ours.warehouseId })).connectionCount).toBe(2);
  });

  it("shows a call to a shared warehouse to nobody who is limited to one merchant", async () => {
    const id = newId();
    const call = {
      label: "shipstation.orders.send",
      method: "POST",
      url: "https://ssapi.shipstation.com",
      requestHeaders: {},
      durationMs: 5,
    };
    await inWorkspace(ours.scope, tx =>
      tx.exchange.create({ data: { id, workspaceId: ours.workspaceId, warehouseId: ours.warehouseId, ...call } }),
    );
    await expect(getExchange(personScope(ours, { merchantId: ours.merchantId }), { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(getExchange(personScope(ours), { id })).resolves.toMatchObject({ id });
  });

  it("lets nobody delete another workspace's mapping", async () => {
    await expect(removeMapping(theirs.scope, { id: ids.mapping })).rejects.toMatchObject({ code: "not_found" });
    await expect(getMapping(ours.scope, { id: ids.mapping })).resolves.toMatchObject({ to: "KC24" });
  });
});

describe("an order as it is shown", () => {
  it("carries lines, shipments with packages, write-backs, timeline and the open problem", async () => {
    const order = await getOrder(ours.scope, { id: ids.order });
    expect(order).toMatchObject({
      status: "needs_mapping",
      mode: "sales_order",
      connectionId: ours.connectionId,
      lines: [{ lineRef: "1", sku: "KC-24", quantity: 2, shippedQuantity: 0 }],
      shipments: [{ voided: false, carrier: "ups", packages: [{ trackingNumber: "1Z999" }], lines: [{ lineRef: "1", quantity: 2 }] }],
      writeBacks: [{ status: "waiting", target: null }],
      events: [{ kind: "order.imported", text: "Imported." }],
      problem: { code: "sku_missing", owner: "operator" },
      trackingNumbers: ["1Z999"],
      shipToPlace: "Columbus, OH, US",
    });
    expect(order.writeBacks[0]?.shipmentId).toBe(order.shipments[0]?.id);
  });

  it("no longer shows a problem that is closed", async () => {
    const problemId = await seedProblem(ours, { closedAt: new Date() });
    const id = await seedOrder(ours, { problemId });
    expect((await getOrder(ours.scope, { id })).problem).toBeNull();
  });
});

describe("finding orders", () => {
  let at: Seeded;
  let wanted: string;
  beforeAll(async () => {
    at = await seedWorkspace(test.db);
    await seedOrder(at, { number: "SO770001" });
    wanted = await seedOrder(at, { number: "SO880001", warehouseRef: "94113592", sku: "TENT-2P", status: "at_warehouse" });
    await seedShipment(at, { orderId: wanted, trackingNumber: "1ZA4" });
  });

  it.each([
    ["the beginning of its number", "SO88"],
    ["its number in small letters", "so880001"],
    ["a tracking number", "1ZA4"],
    ["a SKU", "TENT-2P"],
    ["the warehouse's own id", "94113592"],
    ["its key in Acumatica", "SO/SO880001"],
  ])("finds an order by %s", async (_what, q) => {
    expect((await listOrders(at.scope, { q })).data.map(order => order.id)).toEqual([wanted]);
  });

  it("takes a percent sign for itself and not for everything", async () => {
    expect((await listOrders(at.scope, { q: "%" })).data).toEqual([]);
  });

  it("filters by status, mode and connection together", async () => {
    const filters = { status: ["at_warehouse" as const, "shipped" as const], mode: "sales_order" as const, connectionId: at.connectionId };
    expect((await listOrders(at.scope, filters)).data.map(order => order.id)).toEqual([wanted]);
    expect((await listOrders(at.scope, { ...filters, mode: "shipment" })).data).toEqual([]);
  });

  it("counts every status, also those without orders", async () => {
    const counts = await countOrdersByStatus(at.scope);
    expect(counts).toMatchObject({ ready: 1, at_warehouse: 1, attention: 0 });
  });
});

describe("paging", () => {
  it("shows each order once, although hundreds were imported in the same instant", async () => {
    const at = await seedWorkspace(test.db);
    const importedAt = new Date("2026-05-03T09:14:00.123Z");
    for (let made = 0; made < 25; made++) await seedOrder(at, { importedAt });
    // The database keeps microseconds that a JavaScript date can't carry.
    await inWorkspace(
      at.scope,
      tx => tx.$executeRaw`update "Order" set "importedAt" = "importedAt" + (substr(number, 3)::int % 3) * interval '1 microsecond'`,
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listOrders(at.scope, { limit: 4, cursor });
      seen.push(...page.data.map(order => order.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen.length).toBe(25);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toEqual(await listOrderIds(at.scope, { max: 100 }));
  });

  it.each([
    "",
    "nonsense",
    Buffer.from('["2026-01-01","x"]').toString("base64url"),
    Buffer.from("[1,2]").toString("base64url"),
    ...["2026-02-30T00:00:00.000000Z", "2026-01-01T25:00:00.000000Z", "0000-01-01T00:00:00.000000Z"].map(at =>
      Buffer.from(JSON.stringify([at, newId()])).toString("base64url"),
    ),
  ])("refuses the cursor %j in words", async cursor => {
    const list = listOrders(ours.scope, { cursor });
    if (cursor === "") await expect(list).resolves.toBeTruthy();
    else await expect(list).rejects.toMatchObject({ code: "invalid_input", field: "cursor" });
  });

  it("walks short lists by id", async () => {
    const at = await seedWorkspace(test.db);
    for (let made = 0; made < 4; made++) await seedConnection(at.scope, {});
    const first = await listMerchants(at.scope, { limit: 3 });
    const second = await listMerchants(at.scope, { limit: 3, cursor: first.nextCursor ?? "" });
    expect([first.data.length, second.data.length, second.nextCursor]).toEqual([3, 2, null]);
  });
});

describe("problems", () => {
  it("counts the orders that wait, themselves or through a write-back, and each once", async () => {
    const at = await seedWorkspace(test.db);
    const problem = await seedProblem(at);
    const first = await seedOrder(at, { problemId: problem });
    const second = await seedOrder(at);
    await seedShipment(at, { orderId: first, trackingNumber: "A" });
    await seedShipment(at, { orderId: second, trackingNumber: "B" });
    await inWorkspace(at.scope, tx => tx.writeBack.updateMany({ data: { problemId: problem } }));
    const [shown] = (await listProblems(at.scope)).data;
    expect(shown).toMatchObject({ id: problem, count: 2, code: "sku_missing", nextStep: "Open the match." });
    expect(shown?.orders.map(order => order.id).sort()).toEqual([first, second].sort());
    expect(await countOpenProblems(at.scope)).toBe(1);
    expect((await listOrders(at.scope, { problemId: problem })).data.length).toBe(2);
  });

  it("lists a closed problem only when closed ones are asked for", async () => {
    const at = await seedWorkspace(test.db);
    const closed = await seedProblem(at, { closedAt: new Date() });
    expect((await listProblems(at.scope)).data).toEqual([]);
    expect((await listProblems(at.scope, { state: "closed" })).data.map(problem => problem.id)).toEqual([closed]);
  });
});

describe("what a connection shows", () => {
  it("derives throttled from the shared budget and needs sign-in from a refusal, at the moment it is read", async () => {
    const at = await seedWorkspace(test.db);
    const code = async () => (await getConnection(at.scope, { id: at.connectionId })).status.code;
    expect(await code()).toBe("off");
    await inWorkspace(at.scope, async tx => {
      await tx.connection.updateMany({ data: { enabled: true, enabledAt: new Date() } });
      await tx.channel.updateMany({ data: { lastOkAt: new Date() } });
    });
    expect(await code()).toBe("connected");
    const later = new Date(Date.now() + 60_000);
    await test.db.callBudget.create({ data: { key: `store:${at.storeId}`, blockedUntil: later } });
    expect(await code()).toBe("throttled");
    await inWorkspace(at.scope, tx =>
      tx.store.updateMany({ data: { signInRefusedAt: new Date(), signInRefusal: { message: "Refused." } } }),
    );
    expect(await code()).toBe("needs_sign_in");
  });
});
