import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKeySecret } from "@/lib/auth/api-key-secret";
import { createFirstAccount } from "@/lib/auth/create-account";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { createConnection } from "@/lib/connections/create-connection";
import { createStore } from "@/lib/connections/create-store";
import { createWarehouse } from "@/lib/connections/create-warehouse";
import { enableConnection } from "@/lib/connections/enable-connection";
import { testStore } from "@/lib/connections/test-store";
import { testWarehouse } from "@/lib/connections/test-warehouse";
import { createTokenStore } from "@/lib/connections/token-store";
import { updateStore } from "@/lib/connections/update-store";
import { createLogger } from "@/lib/core/logger";
import { insertApiKey } from "@/lib/db/api-keys";
import { openCredentials } from "@/lib/db/credentials";
import { listEvents } from "@/lib/db/events";
import { getExchange } from "@/lib/db/exchanges";
import { getOrder, listOrders } from "@/lib/db/orders";
import { listProblems } from "@/lib/db/problems";
import { getStore } from "@/lib/db/stores";
import { acrossWorkspaces } from "@/lib/db/tx";
import { getWarehouse } from "@/lib/db/warehouses";
import type { LoopRuntime } from "./context";
import { receiveWebhook } from "./receive-webhook";
import { runChannel } from "./run-channel";
import { type EchoingGateway, startEchoingGateway } from "./testing/echoing-gateway";
import { createTestRuntime } from "./testing/test-runtime";
import { createWorld, type World } from "./testing/world";
import { findDue } from "./tick";

/** What must never be found anywhere: everything that opens a door. Gathered while the loop runs, looked for at the end. */
const canaries = new Map<string, string>([
  ["client secret and API secret", "sandbox-secret"],
  ["password", "sandbox-password"],
  ["API key of the warehouse", "sandbox-key"],
  ["a new client secret", "CANARY-client-secret-71f0"],
  ["account password", "correct CANARY cantilever"],
]);
const lines: string[] = [];
let world: World;
let runtime: LoopRuntime;
let erp: EchoingGateway;
let wms: EchoingGateway;
let ids: { store: string; warehouse: string };

beforeAll(async () => {
  world = await createWorld({ enabled: false });
  [erp, wms] = await Promise.all([startEchoingGateway(world.acumatica.url), startEchoingGateway(world.shipstation.url)]);
  const logger = createLogger({ level: "debug", destination: { write: line => void lines.push(line) } });
  runtime = { ...(await createTestRuntime({ db: world.test.db, allow: `127.0.0.1:${erp.port},127.0.0.1:${wms.port}` })), logger };
  ids = await connect();
}, 120_000);
afterAll(async () => {
  await runtime?.exchanges.flush();
  await Promise.all([erp?.close(), wms?.close()]);
  await world?.close();
});

async function connect(): Promise<{ store: string; warehouse: string }> {
  const { scope } = world;
  const credentials = {
    grant: "password" as const,
    instanceUrl: erp.url,
    clientId: "5A9D0C1E-3B7F-4C68-9D2A-0E4B6F8A1C3D@Sandbox",
    clientSecret: "sandbox-secret",
    username: "dockbridge",
    password: "sandbox-password",
  };
  const settings = { throttleLimit: 10_000 };
  const input = { name: "Behind a gateway", merchantId: world.ids.merchant, platform: "acumatica" as const, credentials, settings };
  const store = await createStore(scope, { input, runtime });
  const key = { apiKey: "sandbox-key", apiSecret: "sandbox-secret", baseUrl: wms.url };
  const warehouse = await createWarehouse(scope, { input: { name: "Gateway", platform: "shipstation", credentials: key }, runtime });
  const connection = await createConnection(scope, {
    input: { name: "Gateway", storeId: store.id, warehouseId: warehouse.id, orderPrefix: "" },
  });
  await enableConnection(scope, { connectionId: connection.id, runtime });
  return { store: store.id, warehouse: warehouse.id };
}

async function sync(rounds = 1): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await world.passTime();
    for (let pass = 0; pass < 6; pass += 1) {
      for (const job of await findDue(runtime))
        await runChannel(runtime, job).catch(error => runtime.logger.error("job failed", { error }));
    }
    await noteTokens();
  }
}

async function noteTokens(): Promise<void> {
  const tokens = await createTokenStore(world.scope, { storeId: ids.store, runtime }).read();
  for (const token of [tokens?.accessToken, tokens?.refreshToken]) if (token) canaries.set(`token ${canaries.size}`, token);
}

/** Every spelling in which a secret could lie about. */
const spellings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64").replace(/=+$/, ""),
];

function hits(place: string, text: string): string[] {
  const found = [...canaries].filter(([, secret]) => spellings(secret).some(spelling => text.includes(spelling)));
  return found.map(([name, secret]) => {
    const at = text.indexOf(spellings(secret).find(spelling => text.includes(spelling)) ?? "");
    return `${name} in ${place}: …${text.slice(Math.max(0, at - 120), at + 40)}…`;
  });
}

/** Every row of every table, sealed columns included: a seal that shows its text is none. */
async function dump(): Promise<[string, string][]> {
  return acrossWorkspaces(world.test.db, async tx => {
    const tables = await tx.$queryRaw<{ name: string }[]>`
      select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`;
    const rows: [string, string][] = [];
    for (const { name } of tables) {
      const found = await tx.$queryRawUnsafe<{ row: string }[]>(`select row_to_json(t)::text as row from ${name} t`);
      rows.push(...found.map(({ row }): [string, string] => [name, row]));
    }
    return rows;
  });
}

describe("secrets", () => {
  it("stay where they are sealed through the whole loop, with vendors that quote them back in every failure", {
    timeout: 240_000,
  }, async () => {
    const { scope } = world;
    const { orders } = world.acumatica.control.seed({ orders: 6 });
    await sync(2);
    const shipped = world.shipstation.control.ship({ orderKey: orders[0] ?? "" });
    expect(shipped.shipments).toHaveLength(1);
    await sync(2);
    await testStore(scope, { id: ids.store, runtime });
    await testWarehouse(scope, { id: ids.warehouse, runtime });

    for (const status of [400, 401, 403, 422, 302, 500, 200]) {
      world.acumatica.control.seed({ orders: 1 });
      shipNext();
      await sync();
      wms.status = status;
      await sync(2);
      await testWarehouse(scope, { id: ids.warehouse, runtime });
      wms.status = null;
      erp.echoes = ({ path }) => !path.includes("/connect/token");
      erp.status = status;
      await sync(2);
      await testStore(scope, { id: ids.store, runtime });
      erp.status = null;
      await acrossWorkspaces(world.test.db, tx => tx.$executeRaw`update "Warehouse" set "signInRefusedAt" = null`);
    }
    for (const status of [400, 302, 500]) {
      erp.echoes = ({ path }) => path.includes("/connect/token");
      erp.status = status;
      await updateStore(scope, { id: ids.store, input: { credentials: { clientSecret: "CANARY-client-secret-71f0" } }, runtime });
      await sync();
      await testStore(scope, { id: ids.store, runtime });
    }
    await plantTheRest();
    await runtime.exchanges.flush();

    const rows = await dump();
    expect(new Set(rows.map(([table]) => table)).size).toBeGreaterThan(18);
    expect(rows.filter(([table]) => table.includes("Exchange")).length).toBeGreaterThan(50);
    expect(rows.filter(([table]) => table.includes("Problem")).length).toBeGreaterThan(2);
    expect(rows.filter(([table]) => table.includes("WriteBack")).length).toBeGreaterThan(2);
    // The quotations did reach us, and were hidden.
    expect(rows.filter(([table, row]) => table.includes("Event") && row.includes("[hidden]")).length).toBeGreaterThan(1);
    const inDatabase = rows.flatMap(([table, row]) => hits(table, row));
    const inLogs = lines.flatMap(line => hits("the log", line));
    const inAnswers = (await answers()).flatMap(answer => hits("an answer", JSON.stringify(answer)));
    expect([...inDatabase, ...inLogs, ...inAnswers].slice(0, 12)).toEqual([]);
  });
});

/** Packs the next order that waits at the warehouse, so that there is something to collect and to write back. */
function shipNext(): void {
  const next = world.shipstation.control.orders().find(order => order.orderStatus === "awaiting_shipment");
  if (next) world.shipstation.control.ship({ orderKey: next.orderKey });
}

/** People, keys and webhooks: a failed and a good sign-in, a key, deliveries that carry the secret address. */
async function plantTheRest(): Promise<void> {
  const { scope, test } = world;
  const password = canaries.get("account password") ?? "";
  const made = await createFirstAccount(runtime, { email: "ada@example.com", password, name: "Ada", workspaceName: "New" });
  const attempt = { email: made.email, address: "10.0.0.1", userAgent: "test" };
  await signInWithPassword({ db: test.db, clock: runtime.clock }, { ...attempt, password: `${password}!` });
  await signInWithPassword({ db: test.db, clock: runtime.clock }, { ...attempt, password });
  const { secret, hash, prefix } = createApiKeySecret();
  canaries.set("API key of ours", secret);
  await insertApiKey(scope, { name: "Key", hash, prefix, scopes: ["all"], expiresAt: null });
  const owner = { ownerKind: "warehouse" as const, ownerId: ids.warehouse, vault: runtime.vault };
  const token = (await openCredentials(scope, owner)).webhookToken?.reveal() ?? "";
  canaries.set("webhook token", token);
  const rawBody = JSON.stringify({ resource_url: `${wms.url}/shipments?batchId=1`, resource_type: "SHIP_NOTIFY" });
  expect(await receiveWebhook({ runtime, token, rawBody, headers: {} })).toEqual({ outcome: "stored" });
  expect(await receiveWebhook({ runtime, token: `${token.slice(0, -1)}x`, rawBody, headers: {} })).toEqual({ outcome: "unknown_token" });
  expect(canaries.size).toBeGreaterThan(8);
}

async function answers(): Promise<unknown[]> {
  const { scope } = world;
  const orders = await listOrders(scope, { limit: 200 });
  const exchanges = await acrossWorkspaces(world.test.db, tx => tx.exchange.findMany({ select: { id: true } }));
  return [
    await getStore(scope, { id: ids.store }),
    await getWarehouse(scope, { id: ids.warehouse }),
    await listEvents(scope, { limit: 200 }),
    await listProblems(scope, { limit: 200 }),
    ...(await Promise.all(orders.data.map(order => getOrder(scope, order)))),
    ...(await Promise.all(exchanges.map(exchange => getExchange(scope, exchange)))),
  ];
}
