import { readStoreSettings } from "@/lib/connections/store-settings";
import { storeBudgetKey, warehouseBudgetKey } from "./health-facts";
import { type BudgetMeter, readCallBudget } from "./read-call-budget";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

export interface ConnectionMeters {
  store: BudgetMeter & { concurrentMax: number };
  warehouse: BudgetMeter;
}

/** How much of the shared call budgets of a connection's two sides is used right now. Null when the connection is gone. */
export async function readConnectionMeters(
  scope: Scope,
  request: { connectionId: string; warehouseLimit: { calls: number; windowMs: number } },
): Promise<ConnectionMeters | null> {
  const row = await inWorkspace(scope, tx =>
    tx.connection.findFirst({
      where: { workspaceId: scope.workspaceId, id: request.connectionId, ...(scope.merchantId ? { merchantId: scope.merchantId } : {}) },
      select: { store: { select: { id: true, settings: true } }, warehouse: { select: { id: true, settings: true } } },
    }),
  );
  if (!row) return null;
  const settings = readStoreSettings(row.store.settings);
  const [store, warehouse] = await Promise.all([
    readCallBudget(scope.db, {
      key: storeBudgetKey(row.store.id),
      limit: settings.throttleLimit,
      windowMs: settings.throttleSeconds * 1_000,
    }),
    readCallBudget(scope.db, {
      key: warehouseBudgetKey(row.warehouse),
      limit: request.warehouseLimit.calls,
      windowMs: request.warehouseLimit.windowMs,
    }),
  ]);
  return { store: { ...store, concurrentMax: settings.concurrentConnections }, warehouse };
}
