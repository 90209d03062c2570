import { randomBytes } from "node:crypto";
import { createConnection } from "@/lib/connections/create-connection";
import { createMerchant } from "@/lib/connections/create-merchant";
import { createRuntime, type OwnedRuntime } from "@/lib/connections/create-runtime";
import { createStore } from "@/lib/connections/create-store";
import { createWarehouse } from "@/lib/connections/create-warehouse";
import { enableConnection } from "@/lib/connections/enable-connection";
import { newId } from "@/lib/core/ids";
import { migrate } from "@/lib/db/migrate";
import { type Scope, systemScope } from "@/lib/db/scope";
import { insertWorkspace } from "@/lib/db/workspaces";
import { parseEnv } from "@/lib/env/parse-env";
import { ensureAppDatabase } from "@/scripts/postgres/role";
import { startThrowawayCluster } from "@/scripts/postgres/throwaway";
import type { WorkDone, WorkerOrder, WorkerSetup } from "./children/messages";
import { type Child, startChild } from "./children/start-child";
import { startVendor, type Vendor } from "./vendor";

export interface StageOptions extends WorkerSetup {
  /** How long each vendor call takes on top of the sandbox's own time. */
  delay: { erpMs: number; warehouseMs: number };
  concurrentBatches: number;
  profileDir: string | null;
}

/** A whole installation of its own: PostgreSQL, both vendors and the worker, each in its own process; one connection that is on. */
export interface Stage {
  scope: Scope;
  erp: Vendor;
  warehouse: Vendor;
  worker: Child<WorkerOrder, WorkDone>;
  close(): Promise<void>;
}

/** Sets the stage. The worker is started and idle; nothing is measured yet. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const cluster = await startThrowawayCluster({ durable: true });
    closers.push(() => cluster.stop());
    const url = await ensureAppDatabase(cluster, { password: "bench", database: "bench" });
    await migrate({ url });
    const [erp, warehouse] = await Promise.all([startVendor("acumatica"), startVendor("shipstation")]);
    closers.push(
      () => erp.stop(),
      () => warehouse.stop(),
    );
    const env = settings({ url, vendors: [erp, warehouse] });
    const runtime = await createRuntime(parseEnv(env));
    closers.push(() => runtime.close());
    const scope = await install(runtime, { erp, warehouse, concurrentBatches: options.concurrentBatches });
    await Promise.all([erp.slowDown(options.delay.erpMs), warehouse.slowDown(options.delay.warehouseMs)]);
    const worker = startChild<WorkerOrder, WorkDone>("child-worker", {
      env: { ...env, BENCH_SETUP: JSON.stringify({ sink: options.sink } satisfies WorkerSetup) },
      ...(options.profileDir ? { nodeArgs: ["--cpu-prof", `--cpu-prof-dir=${options.profileDir}`] } : {}),
    });
    closers.push(() => worker.stop());
    await worker.next();
    return { scope, erp, warehouse, worker, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function settings(options: { url: string; vendors: Vendor[] }): Record<string, string> {
  return {
    NODE_ENV: "production",
    DATABASE_URL: options.url,
    APP_URL: "http://127.0.0.1:3000",
    AUTH_SECRET: randomBytes(32).toString("base64"),
    CRON_SECRET: randomBytes(32).toString("base64"),
    VAULT_KEYS: `bench:${randomBytes(32).toString("base64")}`,
    OUTBOUND_ALLOW: options.vendors.map(({ port }) => `127.0.0.1:${port}`).join(","),
    SANDBOX: "0",
    LOG_LEVEL: "warn",
    FAILPOINTS: "",
  };
}

/** The limits are the widest that the settings allow, so that our own work is measured and not our waiting. */
async function install(runtime: OwnedRuntime, options: { erp: Vendor; warehouse: Vendor; concurrentBatches: number }): Promise<Scope> {
  const workspaceId = newId();
  const dataKeySealed = runtime.vault.newDataKey(workspaceId);
  await insertWorkspace(runtime.db, { id: workspaceId, name: "Northgate Fulfillment", slug: `w-${workspaceId}`, dataKeySealed });
  const scope = systemScope(runtime.db, workspaceId);
  const merchant = await createMerchant(scope, { input: { name: "Fernhill Outdoor" } });
  const store = await createStore(scope, {
    input: {
      name: "Fernhill production",
      merchantId: merchant.id,
      platform: "acumatica",
      credentials: {
        grant: "password",
        instanceUrl: options.erp.url,
        clientId: "5A9D0C1E-3B7F-4C68-9D2A-0E4B6F8A1C3D@Sandbox",
        clientSecret: "sandbox-secret",
        username: "dockbridge",
        password: "sandbox-password",
      },
      settings: {
        throttleLimit: 10_000,
        throttleSeconds: 1,
        concurrentConnections: 10,
        concurrentBatches: options.concurrentBatches,
      },
    },
    runtime,
  });
  const credentials = { apiKey: "sandbox-key", apiSecret: "sandbox-secret", baseUrl: options.warehouse.url };
  const warehouse = await createWarehouse(scope, { input: { name: "Columbus", platform: "shipstation", credentials }, runtime });
  const input = { name: "Fernhill → Columbus", storeId: store.id, warehouseId: warehouse.id };
  const connection = await createConnection(scope, { input });
  await enableConnection(scope, { connectionId: connection.id, runtime });
  return scope;
}
