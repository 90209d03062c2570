import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createApiKeySecret } from "@/lib/auth/api-key-secret";
import { insertApiKey } from "@/lib/db/api-keys";
import { type Seeded, seedOrder, seedProblem, seedWorkspace } from "@/lib/db/testing/seed";
import { inWorkspace } from "@/lib/db/tx";
import { TEST_VAULT_KEYS } from "@/lib/sync/testing/test-runtime";
import { createWorld, type World } from "@/lib/sync/testing/world";
import type { Operation } from "./operation";
import { operations } from "./operations/operations";
import { type Call, callOperation } from "./testing/call-operation";
import { mutationsOf, WILD_TEXT } from "./testing/wild-values";

// The sign-in library needs the framework's own loader; keys pass the guard without it, and a request without a key is nobody.
vi.mock("@/lib/auth/auth", () => ({ readSessionId: async () => null }));

/** Every operation, through its own route handler and the real guard, against real vendors' servers and a real database. */
let world: World;
let theirs: Seeded;
let foreign: Record<"id" | "order" | "run" | "problem" | "mapping" | "exchange", string>;
let own: Record<string, string>;
let keys: Record<"all" | "read", string>;

const all: Operation[] = Object.values(operations);
const HAS_ID = /\{id\}/;
const MARK = "Somebody else's";

beforeAll(async () => {
  world = await createWorld();
  world.acumatica.control.seed({ orders: 3 });
  await world.sync();
  Object.assign(process.env, settings(world));
  theirs = await seedWorkspace(world.test.db);
  foreign = await seedForeign(theirs);
  own = await readOwn(world);
  keys = { all: await addKey(["all"]), read: await addKey(["read"]) };
});
afterAll(() => world?.close());

function settings({ test, childEnv }: World): Record<string, string> {
  const secret = "0123456789abcdef".repeat(3);
  return {
    ...childEnv,
    DATABASE_URL: test.url,
    VAULT_KEYS: TEST_VAULT_KEYS,
    AUTH_SECRET: secret,
    CRON_SECRET: secret,
    LOG_LEVEL: "silent",
  };
}

async function addKey(scopes: string[]): Promise<string> {
  const { secret, hash, prefix } = createApiKeySecret();
  await insertApiKey(world.scope, { name: "Test", hash, prefix, scopes, expiresAt: null });
  return secret;
}

async function seedForeign(at: Seeded): Promise<typeof foreign> {
  const [order, problem] = [await seedOrder(at, { customerName: MARK }), await seedProblem(at, { message: MARK })];
  return inWorkspace(at.scope, async tx => {
    const { workspaceId, connectionId } = at;
    const [run, mapping, exchange] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    await tx.run.create({
      data: { id: run, workspaceId, connectionId, channelId: at.channels.orders, channel: "orders", trigger: "manual" },
    });
    await tx.mapping.create({ data: { id: mapping, workspaceId, connectionId, kind: "sku", from: MARK, to: MARK } });
    await tx.exchange.create({
      data: { id: exchange, workspaceId, label: MARK, method: "GET", url: "https://x.test", requestHeaders: {}, durationMs: 1 },
    });
    await tx.merchant.updateMany({ where: { id: at.merchantId }, data: { name: MARK } });
    return { id: at.storeId, order, run, problem, mapping, exchange };
  });
}

async function readOwn({ scope, ids }: World): Promise<Record<string, string>> {
  return inWorkspace(scope, async tx => {
    const [order, run, exchange] = [await tx.order.findFirst(), await tx.run.findFirst(), await tx.exchange.findFirst()];
    const { workspaceId } = scope;
    const mapping = await tx.mapping.create({
      data: { id: crypto.randomUUID(), workspaceId, connectionId: ids.connection, kind: "sku", from: "A", to: "B" },
    });
    return {
      Orders: order?.id ?? "",
      Runs: run?.id ?? "",
      Exchanges: exchange?.id ?? "",
      Mappings: mapping.id,
      Problems: crypto.randomUUID(),
      Merchants: ids.merchant,
      Stores: ids.store,
      Warehouses: ids.warehouse,
      Connections: ids.connection,
    };
  });
}

const foreignId = (operation: Operation): string =>
  ({
    Orders: foreign.order,
    Runs: foreign.run,
    Exchanges: foreign.exchange,
    Mappings: foreign.mapping,
    Problems: foreign.problem,
    Merchants: theirs.merchantId,
    Stores: theirs.storeId,
    Warehouses: theirs.warehouseId,
    Connections: theirs.connectionId,
  })[operation.tag] ?? "";

let names = 0;
/** A body the operation accepts, new names each time. */
function goodBody(id: string): unknown {
  const name = `Name ${++names}`;
  const { merchant, store, warehouse, connection } = world.ids;
  const credentials = {
    instanceUrl: "https://erp.example.com",
    clientId: "c@T",
    clientSecret: "s",
    username: "u",
    password: "p",
    tenant: "T",
  };
  const shipstation = {
    apiKey: "0123456789abcdef".repeat(2),
    apiSecret: "fedcba9876543210".repeat(2),
    baseUrl: "https://ssapi.shipstation.com",
  };
  const channels = [{ kind: "orders", enabled: true, everySeconds: 300 }];
  const store_settings = { timeZone: "UTC", throttleLimit: 60, secretExpiresOn: "2027-01-01", endpointVersion: "24.200.001", scope: "api" };
  const bodies: Record<string, unknown> = {
    createMerchant: { name },
    updateMerchant: { name },
    createStore: { name, merchantId: merchant, platform: "acumatica", credentials, settings: store_settings },
    updateStore: { name, settings: { shipmentLookbackDays: 5 } },
    createWarehouse: { name, platform: "shipstation", credentials: shipstation },
    updateWarehouse: { name },
    createConnection: { name, storeId: store, warehouseId: warehouse, channels, orderPrefix: "A-" },
    updateConnection: { name, channels },
    requestSync: { channel: "orders" },
    actOnOrders: { action: "hold", orderIds: [own.Orders] },
    createMapping: { connectionId: connection, kind: "ship_method", from: name, to: { carrierCode: "ups", serviceCode: "ground" } },
  };
  return bodies[id];
}

function goodCall(operation: Operation): Call {
  const body = goodBody(operation.id);
  return {
    params: { id: own[operation.tag] ?? "", action: "hold" },
    headers: { authorization: `Bearer ${keys.all}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

const TRACES = /node_modules|\bat \S+ \(|\.ts:\d|prisma|postgres|select .* from|insert into|stack/i;

interface Wild {
  operation: Operation;
  call: Call;
}

/** Takes every `step`-th, so that each kind of place and value is met and the run stays short. */
const thinned = <T>(items: T[], most: number): T[] => {
  const step = Math.max(1, Math.floor(items.length / most));
  return items.filter((_, index) => index % step === 0);
};

function wildCalls(operation: Operation): Wild[] {
  const good = goodCall(operation);
  const make = (over: Call): Wild => ({ operation, call: { ...good, ...over, headers: { ...good.headers, ...over.headers } } });
  const bodies = operation.method === "GET" ? [] : thinned(mutationsOf(goodBody(operation.id) ?? {}), 80).map(body => make({ body }));
  const paths = HAS_ID.test(operation.path) ? WILD_TEXT.map(id => make({ params: { id, action: "hold" } })) : [];
  const actions = operation.path.includes("{action}") ? WILD_TEXT.map(action => make({ params: { id: own.Orders ?? "", action } })) : [];
  const names = [
    "limit",
    "cursor",
    "status",
    "connectionId",
    "storeId",
    "merchantId",
    "kind",
    "q",
    "mode",
    "channel",
    "state",
    "__proto__",
  ];
  const queries = operation.method === "GET" ? names.flatMap(name => WILD_TEXT.map(text => make({ query: [[name, text]] }))) : [];
  const odd = [
    make({
      query: [
        ["limit", "1"],
        ["limit", "2"],
      ],
    }),
    make({ query: [["\u0000", "1"]] }),
    make({ headers: { "content-type": "text/plain;charset=\u00ff" } }),
    make({ headers: { "content-type": "multipart/form-data" } }),
    make({ headers: { "idempotency-key": "\u00ff\u00fe" } }),
    make({ headers: { "idempotency-key": "k".repeat(4_000) } }),
    make({ headers: { "x-request-id": "<script>" } }),
    make({ headers: { "accept-language": "x".repeat(4_000), "x-http-method-override": "DELETE" } }),
  ];
  return [...bodies, ...paths, ...actions, ...thinned(queries, 70), ...odd];
}

describe("wild requests to the API", () => {
  it("are never answered with a failure of ours, a trace or another workspace's data, and refusals say what to change", {
    timeout: 240_000,
  }, async () => {
    const faults: string[] = [];
    let sent = 0;
    for (const operation of all) {
      for (const { call } of wildCalls(operation)) {
        sent += 1;
        const answer = await callOperation(operation, call);
        const told = `${operation.id} ${JSON.stringify({ ...call, headers: undefined }).slice(0, 200)} → ${answer.status} ${answer.text.slice(0, 200)}`;
        if (answer.status >= 500) faults.push(told);
        if (answer.text.includes(MARK)) faults.push(`foreign data: ${told}`);
        if (answer.status >= 400 && !isGoodRefusal(answer)) faults.push(`bad refusal: ${told}`);
      }
    }
    expect(faults.slice(0, 10)).toEqual([]);
    expect(sent).toBeGreaterThan(1_000);
  });
});

function isGoodRefusal({ status, text, headers }: { status: number; text: string; headers: Headers }): boolean {
  if (headers.get("content-type") !== "application/problem+json" || TRACES.test(text.replaceAll("drop table", ""))) return false;
  const problem = JSON.parse(text) as { status: number; code: string; detail: string; errors: { message: string }[] };
  return problem.status === status && problem.code !== "" && problem.detail !== "" && problem.errors.every(error => error.message !== "");
}

describe("who is not allowed", () => {
  it("gets 401 from every operation without a current key, whatever headers a crafted request carries", async () => {
    for (const operation of all) {
      for (const headers of [
        {},
        { authorization: "Bearer dbk_unknown" },
        { authorization: `Bearer ${createApiKeySecret().secret}` },
        { authorization: `Basic ${btoa(`${keys.all}:`)}` },
        { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy", "x-forwarded-host": "localhost", "next-action": "x" },
        { cookie: `dockbridge.session=${keys.all}`, "sec-fetch-site": "same-origin" },
      ] as Record<string, string>[]) {
        const { status, text } = await callOperation(operation, { ...goodCall(operation), headers });
        expect([operation.id, status, JSON.parse(text).code]).toEqual([operation.id, 401, "unauthenticated"]);
      }
    }
  });

  it("gets 403 for every change with a key that may only read", async () => {
    for (const operation of all.filter(one => one.method !== "GET")) {
      const { status } = await callOperation(operation, { ...goodCall(operation), headers: { authorization: `Bearer ${keys.read}` } });
      expect([operation.id, status]).toEqual([operation.id, 403]);
    }
  });
});

describe("another workspace's ids", () => {
  it("name nothing in an address: 404 from every operation, and the rows stay as they were", async () => {
    const before = await snapshot();
    for (const operation of all.filter(one => HAS_ID.test(one.path))) {
      const call = { ...goodCall(operation), params: { id: foreignId(operation), action: "cancel" } };
      const { status, text } = await callOperation(operation, call);
      expect([operation.id, status, text.includes(MARK)]).toEqual([operation.id, 404, false]);
    }
    expect(await snapshot()).toEqual(before);
  });

  it("name nothing in a body or a filter either", async () => {
    const { merchantId, storeId, warehouseId, connectionId } = theirs;
    const at = (id: keyof typeof operations, body: object) =>
      callOperation(operations[id], { ...goodCall(operations[id]), body: JSON.stringify({ ...(goodBody(id) as object), ...body }) });
    expect((await at("createStore", { merchantId })).status).toBe(404);
    expect((await at("createConnection", { storeId })).status).toBe(404);
    expect((await at("createConnection", { warehouseId })).status).toBe(404);
    expect((await at("createMapping", { connectionId })).status).toBe(404);
    const bulk = JSON.parse((await at("actOnOrders", { orderIds: [foreign.order] })).text);
    expect(bulk).toMatchObject({ done: 0, refused: 1, results: [{ ok: false, code: "not_found" }] });
    for (const [id, query] of [
      ["listOrders", [["connectionId", connectionId]]],
      ["listOrders", [["problemId", foreign.problem]]],
      ["listRuns", [["connectionId", connectionId]]],
      ["listProblems", [["connectionId", connectionId]]],
      ["listMappings", [["connectionId", connectionId]]],
      ["listStores", [["merchantId", merchantId]]],
      ["listConnections", [["storeId", storeId]]],
    ] as [keyof typeof operations, [string, string][]][]) {
      expect(JSON.parse((await callOperation(operations[id], { ...goodCall(operations[id]), query })).text)).toMatchObject({ data: [] });
    }
  });

  async function snapshot(): Promise<unknown> {
    return inWorkspace(theirs.scope, async tx => [
      await tx.order.findMany({ select: { id: true, status: true } }),
      await tx.connection.findMany({ select: { id: true, name: true, enabled: true, updatedAt: true } }),
      await tx.store.findMany({ select: { id: true, name: true, updatedAt: true } }),
      await tx.warehouse.findMany({ select: { id: true, name: true, updatedAt: true } }),
      await tx.mapping.count(),
      await tx.event.count(),
    ]);
  }
});
