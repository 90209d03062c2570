import { normaliseSalesOrder } from "@/lib/acumatica/normalise-sales-order";
import { normaliseShipment } from "@/lib/acumatica/normalise-shipment";
import { readStoreSettings } from "@/lib/connections/store-settings";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { type MappingPolicy, type MappingTables, mapOrder } from "@/lib/mapping/map-order";
import { contentHash } from "@/lib/orders/content-hash";
import type { SourceOrder } from "@/lib/orders/source-order";
import { loadMappings } from "./import/load-mappings";
import type { PlannedOrder } from "./import/order-rows";
import { planAgain } from "./import/plan-order";

/** What an order of one connection is mapped with. */
export interface MappingFacts {
  connection: { id: string; orderPrefix: string };
  warehouse: { name: string };
  tables: MappingTables;
  policy: MappingPolicy;
}

export async function loadMappingFacts(tx: Tx, scope: Scope, connectionId: string): Promise<MappingFacts> {
  const connection = await tx.connection.findFirstOrThrow({
    where: { id: connectionId, workspaceId: scope.workspaceId },
    include: { store: true, warehouse: { select: { name: true } } },
  });
  return {
    connection: { id: connection.id, orderPrefix: connection.orderPrefix },
    warehouse: { name: connection.warehouse.name },
    tables: await loadMappings(tx, { workspaceId: scope.workspaceId, connectionId }),
    policy: readStoreSettings(connection.store.settings),
  };
}

/** Plans an order anew from the record kept with it, with the matches and the policy of today. Null when that record can't be read as an order. */
export function replanOrder(row: { id: string; sourceKind: string; source: unknown }, facts: MappingFacts): PlannedOrder | null {
  const order = readSource(row);
  if (!order) return null;
  const mapped = mapOrder(order, facts.tables, facts.policy);
  return { order, mapped, contentHash: contentHash(order), id: row.id, ...planAgain(order, mapped) };
}

function readSource(row: { sourceKind: string; source: unknown }): SourceOrder | null {
  if (typeof row.source !== "object" || row.source === null) return null;
  const record = row.source as Record<string, unknown>;
  try {
    return row.sourceKind === "Shipment" ? normaliseShipment(record) : normaliseSalesOrder(record);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
