import { normaliseSalesOrder } from "@/lib/acumatica/normalise-sales-order";
import { normaliseShipment } from "@/lib/acumatica/normalise-shipment";
import { readStoreSettings } from "@/lib/connections/store-settings";
import type { Tx } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { mapOrder } from "@/lib/mapping/map-order";
import { contentHash } from "@/lib/orders/content-hash";
import { closeSolvedOrderProblems } from "@/lib/problems/problem-store";
import { addEvents } from "./add-events";
import { loadMappings } from "./import/load-mappings";
import type { PlannedOrder } from "./import/order-rows";
import { replaceOrders } from "./import/write-orders";

/** Orders per transaction: thousands may wait for one match. */
const BATCH = 500;

/**
 * Maps the orders that wait for a match again, from the record kept with each, and releases those with nothing missing. Returns how many were released.
 * Called after a match was added; harmless at any other time.
 */
export async function releaseHeldOrders(scope: Scope, connectionId: string): Promise<number> {
  let released = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const batch = await inWorkspace(scope, tx => releaseBatch(tx, scope, { connectionId, after }), "mapping.release");
    released += batch.released;
    if (!batch.last) return released;
    after = batch.last;
  }
}

async function releaseBatch(
  tx: Tx,
  scope: Scope,
  options: { connectionId: string; after: string },
): Promise<{ released: number; last: string | null }> {
  const connection = await tx.connection.findFirstOrThrow({
    where: { id: options.connectionId, workspaceId: scope.workspaceId },
    include: { store: true },
  });
  const rows = await tx.$queryRaw<{ id: string; sourceKind: string; source: Record<string, unknown> }[]>`
    select id, "sourceKind", source from "Order" where "connectionId" = ${options.connectionId}::uuid and status = 'needs_mapping' and id > ${options.after}::uuid
     order by id limit ${BATCH} for update`;
  if (rows.length === 0) {
    await closeSolvedOrderProblems(tx, options.connectionId);
    return { released: 0, last: null };
  }
  const mappings = await loadMappings(tx, { workspaceId: scope.workspaceId, connectionId: options.connectionId });
  const settings = readStoreSettings(connection.store.settings);
  const planned: PlannedOrder[] = rows.flatMap(row => {
    const order = row.sourceKind === "Shipment" ? normaliseShipment(row.source) : normaliseSalesOrder(row.source);
    const mapped = mapOrder(order, mappings, settings);
    return mapped.missing.length > 0
      ? []
      : [{ order, mapped, contentHash: contentHash(order), id: row.id, status: "ready" as const, reason: null }];
  });
  await replaceOrders(
    tx,
    {
      scope,
      connection: {
        id: connection.id,
        name: connection.name,
        merchantId: connection.merchantId,
        orderPrefix: connection.orderPrefix,
        createdAt: connection.createdAt,
      },
    },
    planned,
  );
  await addEvents(tx, {
    workspaceId: scope.workspaceId,
    actor: scope.actor,
    events: planned.map(one => ({
      kind: "order.released",
      text: "Everything has a match now: released.",
      orderId: one.id,
      connectionId: options.connectionId,
    })),
  });
  if (planned.length > 0) {
    await tx.$executeRaw`update "Channel" set "nextDueAt" = clock_timestamp() where "connectionId" = ${options.connectionId}::uuid and kind = 'orders' and "nextDueAt" is not null`;
  }
  return { released: planned.length, last: rows.at(-1)?.id ?? null };
}
