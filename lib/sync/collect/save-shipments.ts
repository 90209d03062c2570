import type { SqlTx } from "@/lib/db/sql-tx";
import { inWorkspaceSql } from "@/lib/db/tx";
import { openProblem } from "@/lib/problems/problem-store";
import type { ShipmentPage, WarehouseShipment } from "@/lib/warehouses/contract";
import type { ChannelRun } from "../context";
import { holdLease } from "../lease";
import { refreshOrders } from "../refresh-orders";
import { loadMatchedOrders, ordersOf } from "./match-orders";
import { saveShipment } from "./save-shipment";
import type { ShipmentsCursor } from "./shipments-cursor";
import { voidShipment } from "./void-shipment";

/**
 * Saves one page: new shipments with their counted lines and ledger entries, voids of known ones, the orders' new statuses, and the cursor, in one transaction.
 * Rows seen before (overlapping windows, a row on two pages, two processes at once) change nothing.
 */
export async function saveShipments(run: ChannelRun, page: ShipmentPage): Promise<void> {
  // Only what this run decides: a request to begin again may have come in the meantime.
  const { followed } = run.channel.cursor as ShipmentsCursor;
  const cursor: ShipmentsCursor = { adapter: page.cursor, ...(followed === undefined ? {} : { followed }) };
  const counts = await inWorkspaceSql(
    run.scope,
    async tx => {
      await holdLease(tx, run.lease);
      const counts = await saveRows(tx, run, page);
      for (const sentence of page.unreadable ?? []) await tellUnreadable(tx, run, sentence);
      await tx.$executeRaw`update "Channel" set cursor = cursor || ${JSON.stringify(cursor)}::jsonb where id = ${run.channel.id}::uuid`;
      return counts;
    },
    "collect.page",
  );
  run.counters.collected += counts.collected;
  run.counters.voided += counts.voided;
  run.counters.foreign += counts.foreign;
  run.channel.cursor = { ...run.channel.cursor, ...cursor };
}

async function saveRows(tx: SqlTx, run: ChannelRun, page: ShipmentPage) {
  const counts = { collected: 0, voided: 0, foreign: 0 };
  const rows = [...new Map(page.shipments.map(shipment => [shipment.externalId, shipment])).values()].sort((a, b) =>
    a.createdAt.localeCompare(b.createdAt),
  );
  if (rows.length === 0) return counts;
  const orders = await loadMatchedOrders(tx, { warehouseId: run.warehouse.id, shipments: rows });
  const known = await loadKnown(tx, run.warehouse.id, rows);
  const touched = new Set<string>();
  for (const shipment of rows) {
    const matched = ordersOf(shipment, orders);
    const before = known.get(shipment.externalId);
    if (before) {
      if (!shipment.voided || before.voided) continue;
      for (const id of await voidShipment(tx, run, { id: before.id, shipment })) touched.add(id);
      counts.voided += 1;
      continue;
    }
    if (matched.length === 0) counts.foreign += 1;
    else if (await saveShipment(tx, run, { shipment, orders: matched, exchangeId: page.exchangeIds[0] ?? null })) {
      counts.collected += 1;
      for (const order of matched) touched.add(order.id);
    }
  }
  await refreshOrders(tx, { scope: run.scope, orderIds: [...touched] });
  return counts;
}

async function loadKnown(tx: SqlTx, warehouseId: string, rows: WarehouseShipment[]): Promise<Map<string, { id: string; voided: boolean }>> {
  const found = await tx.$queryRaw<{ id: string; externalId: string; voided: boolean }[]>`
    select id, "externalId", voided from "Shipment" where "warehouseId" = ${warehouseId}::uuid and "externalId" = any(${rows.map(row => row.externalId)})`;
  return new Map(found.map(row => [row.externalId, row]));
}

/** A record the warehouse can't give or we can't read is told of; the others of its page are saved. */
async function tellUnreadable(tx: SqlTx, run: ChannelRun, sentence: string): Promise<void> {
  await openProblem(tx, {
    workspaceId: run.scope.workspaceId,
    connectionId: run.connection.id,
    warehouseId: run.warehouse.id,
    code: "unreadable_shipment",
    message: sentence,
    owner: "operator",
    nextStep: `Look for the shipment at ${run.warehouse.name} and compare it with the order here; what was read is written back.`,
    stops: "nothing",
  });
}
