import { createHttpClient } from "@/lib/core/http-client";
import { openCredentials } from "@/lib/db/credentials";
import { warehouseBudgetKey } from "@/lib/db/health-facts";
import type { Scope } from "@/lib/db/scope";
import { getWarehouseConfig } from "@/lib/db/warehouses";
import type { WarehouseDefinition, WarehouseSession } from "@/lib/warehouses/contract";
import { findWarehouseAdapter } from "@/lib/warehouses/registry";
import { WarehouseError } from "@/lib/warehouses/warehouse-error";
import { openCallBudget } from "./call-budget";
import type { Runtime } from "./runtime";

export interface OpenWarehouseRequest {
  warehouseId: string;
  /** The run the calls belong to, for their records. */
  runId?: string;
  runtime: Runtime;
}

/**
 * A face of one warehouse through its adapter: credentials from the vault, calls inside the limit that all users of the same key share. Makes no call itself.
 * @throws NotFoundError when the warehouse is not this caller's; WarehouseError `key_refused` when stored credentials are incomplete; VaultError.
 */
export async function openWarehouse(
  scope: Scope,
  request: OpenWarehouseRequest,
): Promise<{ session: WarehouseSession; definition: WarehouseDefinition }> {
  const { runtime, warehouseId, runId } = request;
  const config = await getWarehouseConfig(scope, { id: warehouseId });
  const adapter = findWarehouseAdapter(config.platform, runtime.warehouseAdapters);
  const secrets = await openCredentials(scope, { ownerKind: "warehouse", ownerId: warehouseId, vault: runtime.vault });
  const values = Object.fromEntries(Object.entries(secrets).map(([field, secret]) => [field, secret.reveal()]));
  const { webhookToken: _ours, ...typed } = values;
  const parsed = adapter.parseCredentials({ ...typed, ...(config.baseUrl ? { baseUrl: config.baseUrl } : {}) });
  if (!parsed.ok) throw new WarehouseError({ code: "key_refused", message: parsed.message, field: parsed.field });
  const { calls, windowMs } = adapter.definition.defaultLimit;
  const budget = openCallBudget(runtime, { key: warehouseBudgetKey(config), calls, windowMs });
  const http = createHttpClient({
    policy: runtime.policy,
    clock: runtime.clock,
    recorder: runtime.exchanges,
    budget,
    context: { workspaceId: scope.workspaceId, warehouseId, ...(runId ? { runId } : {}) },
  });
  const onLimits = (facts: Parameters<typeof budget.learn>[0]) => {
    budget.learn(facts).catch((error: unknown) => runtime.logger.warn("vendor limit not noted", { warehouseId, error }));
  };
  return {
    session: adapter.connect({ credentials: parsed.credentials, http, clock: runtime.clock, onLimits }),
    definition: adapter.definition,
  };
}
