import { createConnection } from "@/lib/connections/create-connection";
import { createMerchant } from "@/lib/connections/create-merchant";
import { createStore } from "@/lib/connections/create-store";
import { createWarehouse } from "@/lib/connections/create-warehouse";
import { enableConnection } from "@/lib/connections/enable-connection";
import type { StoreSettingsInput } from "@/lib/connections/store-settings";
import { newId } from "@/lib/core/ids";
import { type Scope, systemScope } from "@/lib/db/scope";
import { createTestDb, type TestDb } from "@/lib/db/testing/test-db";
import { acrossWorkspaces, inWorkspace } from "@/lib/db/tx";
import { insertWorkspace } from "@/lib/db/workspaces";
import { startAcumaticaSandbox } from "@/sandbox/acumatica/start";
import { startShipStationSandbox } from "@/sandbox/shipstation/start";
import type { LoopRuntime } from "../context";
import { runChannel } from "../run-channel";
import { findDue } from "../tick";
import { createTestRuntime, TEST_VAULT_KEYS, type WarehouseLimit } from "./test-runtime";

type Acumatica = Awaited<ReturnType<typeof startAcumaticaSandbox>>;
type ShipStation = Awaited<ReturnType<typeof startShipStationSandbox>>;

export interface World {
  test: TestDb;
  runtime: LoopRuntime;
  scope: Scope;
  acumatica: Acumatica;
  shipstation: ShipStation;
  ids: { merchant: string; store: string; warehouse: string; connection: string };
  /** What a child process needs to work the same world. */
  childEnv: Record<string, string>;
  /** One round: makes every channel due and works until nothing is. Rejects nothing: a failed run is a row, as in production. */
  sync(rounds?: number): Promise<void>;
  /** Lets every wait end: what is postponed is due, whoever died is known to be dead. */
  passTime(): Promise<void>;
  order(number: string): Promise<OrderFacts>;
  orders(): Promise<OrderFacts[]>;
  problems(): Promise<{ code: string; owner: string; message: string; nextStep: string }[]>;
  close(): Promise<void>;
}

export interface OrderFacts {
  id: string;
  number: string;
  status: string;
  statusReason: string | null;
  warehouseRef: string | null;
  lateChange: { kind: string } | null;
  problemCode: string | null;
  unitsShipped: string;
  writeBacks: { status: string; action: string; target: string | null; statusReason: string | null; confirmedAt: string | null }[];
  events: string[];
}

/** A whole installation: real PostgreSQL, both vendors as real servers, one connection that is on. Times are short, so that waits end within a test. */
export async function createWorld(
  options: { settings?: StoreSettingsInput; enabled?: boolean; orderPrefix?: string; warehouseLimit?: WarehouseLimit } = {},
): Promise<World> {
  const [test, acumatica, shipstation] = await Promise.all([
    createTestDb({ poolMax: 12 }),
    startAcumaticaSandbox({}),
    startShipStationSandbox({}),
  ]);
  const { warehouseLimit } = options;
  const { calls: rateLimit = 100_000, windowMs: rateWindowMs = 60_000 } = warehouseLimit ?? {};
  Object.assign(shipstation.switches, { rateLimit, rateWindowMs });
  const allow = `127.0.0.1:${acumatica.port},127.0.0.1:${shipstation.port}`;
  const runtime = await createTestRuntime({ db: test.db, allow, ...(warehouseLimit ? { warehouseLimit } : {}) });
  const workspaceId = newId();
  await insertWorkspace(test.db, {
    id: workspaceId,
    name: "Northgate Fulfillment",
    slug: `w-${workspaceId}`,
    dataKeySealed: runtime.vault.newDataKey(workspaceId),
  });
  const scope = systemScope(test.db, workspaceId);
  const merchant = await createMerchant(scope, { input: { name: "Fernhill Outdoor" } });
  const store = await createStore(scope, { input: storeInput(merchant.id, acumatica.url, options.settings), runtime });
  const warehouse = await createWarehouse(scope, {
    input: {
      name: "Columbus",
      platform: "shipstation",
      credentials: { apiKey: "sandbox-key", apiSecret: "sandbox-secret", baseUrl: shipstation.url },
    },
    runtime,
  });
  const connection = await createConnection(scope, {
    input: { name: "Fernhill → Columbus", storeId: store.id, warehouseId: warehouse.id },
  });
  if (options.enabled ?? true) await enableConnection(scope, { connectionId: connection.id, runtime });
  const ids = { merchant: merchant.id, store: store.id, warehouse: warehouse.id, connection: connection.id };
  return {
    test,
    runtime,
    scope,
    acumatica,
    shipstation,
    ids,
    childEnv: {
      DATABASE_URL: test.url,
      OUTBOUND_ALLOW: allow,
      VAULT_KEYS: TEST_VAULT_KEYS,
      ...(warehouseLimit ? { WAREHOUSE_LIMIT: JSON.stringify(warehouseLimit) } : {}),
    },
    sync: rounds => sync(runtime, rounds),
    passTime: () => passTime(runtime),
    orders: () => readOrders(scope),
    async order(number) {
      const found = (await readOrders(scope)).find(order => order.number === number);
      if (!found) throw new Error(`order ${number} was not imported`);
      return found;
    },
    problems: () =>
      inWorkspace(scope, tx =>
        tx.problem.findMany({
          where: { closedAt: null },
          select: { code: true, owner: true, message: true, nextStep: true },
          orderBy: { since: "asc" },
        }),
      ),
    async close() {
      await runtime.exchanges.flush();
      await Promise.all([acumatica.close(), shipstation.close()]);
      await test.close();
    },
  };
}

function storeInput(merchantId: string, instanceUrl: string, settings: StoreSettingsInput | undefined) {
  return {
    name: "Fernhill production",
    merchantId,
    platform: "acumatica" as const,
    credentials: {
      grant: "password" as const,
      instanceUrl,
      clientId: "5A9D0C1E-3B7F-4C68-9D2A-0E4B6F8A1C3D@Sandbox",
      clientSecret: "sandbox-secret",
      username: "dockbridge",
      password: "sandbox-password",
    },
    settings: { throttleLimit: 10_000, ...settings },
  };
}

async function sync(runtime: LoopRuntime, rounds = 1): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await acrossWorkspaces(
      runtime.db,
      tx => tx.$executeRaw`update "Channel" set "nextDueAt" = clock_timestamp() where "nextDueAt" is not null`,
    );
    for (let pass = 0; pass < 50; pass += 1) {
      const due = await findDue(runtime);
      if (due.length === 0) break;
      for (const job of due) await runChannel(runtime, job);
    }
  }
}

async function passTime(runtime: LoopRuntime): Promise<void> {
  await acrossWorkspaces(runtime.db, async tx => {
    await tx.$executeRaw`update "Channel" set "leaseUntil" = null, "nextDueAt" = case when "nextDueAt" is not null then clock_timestamp() end`;
    await tx.$executeRaw`update "WriteBack" set "leaseUntil" = null, "nextAttemptAt" = case when "nextAttemptAt" is not null then clock_timestamp() end`;
    await tx.$executeRaw`update "Order" set "nextSendAt" = null`;
    await tx.$executeRaw`update "CallBudget" set "holders" = '{}', "holdersUntil" = '{}', "blockedUntil" = null`;
  });
}

async function readOrders(scope: Scope): Promise<OrderFacts[]> {
  return inWorkspace(
    scope,
    tx => tx.$queryRaw<OrderFacts[]>`
    select o.id, o.number, o.status, o."statusReason", o."warehouseRef", o."lateChange", p.code as "problemCode", trim_scale(o."unitsShipped")::text as "unitsShipped",
      coalesce((select jsonb_agg(jsonb_build_object('status', w.status, 'action', w.action, 'target', w.target, 'statusReason', w."statusReason", 'confirmedAt', w."confirmedAt") order by w."createdAt", w.id)
                  from "WriteBack" w where w."targetOrderId" = o.id), '[]') as "writeBacks",
      coalesce((select jsonb_agg(e.text order by e.at, e.id) from "Event" e where e."orderId" = o.id), '[]') as events
      from "Order" o left join "Problem" p on p.id = o."problemId" order by o.number`,
  );
}
