import type { Connection } from "@/lib/api/schemas/connection";
import { ConflictError } from "@/lib/core/errors";
import { getConnection } from "@/lib/db/connections";
import { listMerchants } from "@/lib/db/merchants";
import type { Scope } from "@/lib/db/scope";
import { createConnection } from "./create-connection";
import { createMerchant } from "./create-merchant";
import { createStore } from "./create-store";
import { createWarehouse } from "./create-warehouse";
import { enableConnection } from "./enable-connection";
import { requestSync } from "./request-sync";
import type { Runtime } from "./runtime";
import { testStore } from "./test-store";
import { testWarehouse } from "./test-warehouse";

export interface SandboxPorts {
  acumatica: number;
  shipstation: number;
}

/** The sandbox answers to these and to nothing else; they open nothing outside this machine. */
const ACUMATICA = {
  grant: "password",
  clientId: "5A9D0C1E-3B7F-4C68-9D2A-0E4B6F8A1C3D@Sandbox",
  clientSecret: "sandbox-secret",
  username: "dockbridge",
  password: "sandbox-password",
} as const;
const SHIPSTATION = { apiKey: "sandbox-key", apiSecret: "sandbox-secret" } as const;
const MERCHANT = "Sandbox merchant";

/**
 * Connects the sandbox's Acumatica with its ShipStation in one go: merchant, store, warehouse, both checked, a connection that is on, its first run asked for.
 * Throws ConflictError `sandbox_off` when `ports` is null.
 */
export async function tryWithSandbox(scope: Scope, params: { ports: SandboxPorts | null; runtime: Runtime }): Promise<Connection> {
  const { ports, runtime } = params;
  if (!ports) {
    throw new ConflictError({
      code: "sandbox_off",
      message: "The sandbox is not running here.",
      nextStep: "Start Dockbridge with SANDBOX=1.",
    });
  }
  const merchantId = await findOrAddMerchant(scope);
  const environment = "sandbox" as const;
  const store = await createStore(scope, {
    input: {
      name: "Sandbox Acumatica",
      merchantId,
      platform: "acumatica",
      environment,
      credentials: { ...ACUMATICA, instanceUrl: `http://127.0.0.1:${ports.acumatica}` },
    },
    runtime,
  });
  const warehouse = await createWarehouse(scope, {
    input: {
      name: "Sandbox ShipStation",
      platform: "shipstation",
      environment,
      credentials: { ...SHIPSTATION, baseUrl: `http://127.0.0.1:${ports.shipstation}` },
    },
    runtime,
  });
  await Promise.all([testStore(scope, { id: store.id, runtime }), testWarehouse(scope, { id: warehouse.id, runtime })]);
  const { id: connectionId } = await createConnection(scope, { input: { name: "Sandbox", storeId: store.id, warehouseId: warehouse.id } });
  await enableConnection(scope, { connectionId, runtime });
  await requestSync(scope, { connectionId });
  return getConnection(scope, { id: connectionId });
}

async function findOrAddMerchant(scope: Scope): Promise<string> {
  if (scope.merchantId) return scope.merchantId;
  const { data } = await listMerchants(scope, { limit: 200 });
  const existing = data.find(merchant => merchant.name === MERCHANT);
  return existing?.id ?? (await createMerchant(scope, { input: { name: MERCHANT } })).id;
}
