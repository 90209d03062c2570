import type { SqlTx } from "@/lib/db/sql-tx";
import { statusesBefore } from "@/lib/orders/order-status";
import type { SourceOrder } from "@/lib/orders/source-order";
import type { ChannelRun } from "../context";
import { cleanJson } from "./clean-json";
import { lineRows, orderRow, type PlannedOrder } from "./order-rows";

const ORDER_COLUMNS = `id uuid, "sourceKind" text, "sourceKey" text, number text, status text, "statusReason" text, "warehouseKey" text, "customerId" text,
  "customerName" text, "shipTo" jsonb, "shipVia" text, "shipMethod" jsonb, "shipByAt" timestamptz, "sourceStatus" text, "sourceModifiedAt" timestamptz,
  "contentHash" text, source jsonb, "unitsOrdered" numeric`;
const LINE_COLUMNS = `id uuid, "orderId" uuid, "lineRef" text, sku text, "warehouseSku" text, description text, uom text, "erpWarehouseId" text, quantity numeric, "unitPrice" numeric`;

/**
 * Inserts new orders with their lines in two statements. An order that another run imported in the meantime is left alone (unique key).
 * Returns the ids that are really new.
 */
export async function insertOrders(tx: SqlTx, run: ChannelRun, planned: PlannedOrder[]): Promise<Set<string>> {
  if (planned.length === 0) return new Set();
  const rows = await tx.$queryRawUnsafe<{ id: string }[]>(
    `insert into "Order" (id, "workspaceId", "merchantId", "storeId", "connectionId", "warehouseId", mode, "sourceKind", "sourceKey", number, status, "statusReason",
       "warehouseKey", "customerId", "customerName", "shipTo", "shipVia", "shipMethod", "shipByAt", "sourceStatus", "sourceModifiedAt", "contentHash", source, "unitsOrdered")
     select r.id, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::uuid, $7, r."sourceKind", r."sourceKey", r.number, r.status, r."statusReason", r."warehouseKey",
       r."customerId", r."customerName", r."shipTo", r."shipVia", r."shipMethod", r."shipByAt", r."sourceStatus", r."sourceModifiedAt", r."contentHash", r.source, r."unitsOrdered"
     from jsonb_to_recordset($1::jsonb) as r(${ORDER_COLUMNS})
     on conflict ("storeId", "sourceKind", "sourceKey") do nothing returning id`,
    JSON.stringify(planned.map(order => orderRow(run, order))),
    run.scope.workspaceId,
    run.connection.merchantId,
    run.store.id,
    run.connection.id,
    run.warehouse.id,
    run.store.mode,
  );
  const created = new Set(rows.map(row => row.id));
  await insertLines(
    tx,
    run.scope.workspaceId,
    planned.filter(order => created.has(order.id)),
  );
  return created;
}

/**
 * Lets orders that are not at the warehouse yet follow Acumatica: content, lines and status, guarded by the legal moves. Returns the ids that were changed; an order from
 * which the move is not legal is left alone.
 */
export async function replaceOrders(
  tx: SqlTx,
  run: Pick<ChannelRun, "scope"> & { connection: { orderPrefix: string } },
  planned: PlannedOrder[],
): Promise<Set<string>> {
  const replaced = new Set<string>();
  for (const one of planned) {
    const count = await tx.$executeRawUnsafe(
      `update "Order" o set status = r.status, "statusReason" = r."statusReason", "statusSince" = case when o.status = r.status then o."statusSince" else clock_timestamp() end,
         "resumeStatus" = null, "problemId" = null, number = r.number, "warehouseKey" = r."warehouseKey", "customerId" = r."customerId", "customerName" = r."customerName", "shipTo" = r."shipTo", "shipVia" = r."shipVia", "shipMethod" = r."shipMethod",
         "shipByAt" = r."shipByAt", "sourceStatus" = r."sourceStatus", "sourceModifiedAt" = r."sourceModifiedAt", "contentHash" = r."contentHash", source = r.source,
         "unitsOrdered" = case when r."unitsOrdered" > 0 then r."unitsOrdered" else o."unitsOrdered" end, "sendAttempts" = 0, "nextSendAt" = null, "lateChange" = null
       from jsonb_to_recordset($1::jsonb) as r(${ORDER_COLUMNS})
       where o.id = r.id and (o.status = r.status or o.status = any($2::text[]))`,
      JSON.stringify([orderRow(run, one)]),
      statusesBefore(one.status),
    );
    if (count === 0) continue;
    replaced.add(one.id);
    if (one.mapped.lines.length === 0) continue;
    await tx.$executeRaw`delete from "OrderLine" where "orderId" = ${one.id}::uuid`;
    await insertLines(tx, run.scope.workspaceId, [one]);
  }
  return replaced;
}

async function insertLines(tx: SqlTx, workspaceId: string, planned: PlannedOrder[]): Promise<void> {
  if (planned.length === 0) return;
  await tx.$executeRawUnsafe(
    `insert into "OrderLine" (id, "workspaceId", "orderId", "lineRef", sku, "warehouseSku", description, uom, "erpWarehouseId", quantity, "unitPrice")
     select r.id, $2::uuid, r."orderId", r."lineRef", r.sku, r."warehouseSku", r.description, r.uom, r."erpWarehouseId", r.quantity, r."unitPrice"
     from jsonb_to_recordset($1::jsonb) as r(${LINE_COLUMNS})`,
    JSON.stringify(planned.flatMap(lineRows)),
    workspaceId,
  );
}

/**
 * Notes Acumatica's own status and stamp, in bulk: what our write-backs cause comes back here by the hundred. A difference that Acumatica took back is over, with its
 * problem; one that the warehouse gave stays.
 */
export async function noteSource(
  tx: SqlTx,
  notes: { id: string; order: SourceOrder; clearLateChange: boolean; keepsSource: boolean }[],
): Promise<void> {
  if (notes.length === 0) return;
  const rows = notes.map(({ id, order, clearLateChange, keepsSource }) => ({
    id,
    sourceStatus: order.statusLabel,
    sourceModifiedAt: order.modifiedAt,
    source: keepsSource ? JSON.parse(cleanJson(order.raw) ?? "null") : null,
    clearLateChange,
  }));
  await tx.$executeRaw`
    update "Order" o set "sourceStatus" = r."sourceStatus", "sourceModifiedAt" = r."sourceModifiedAt",
           source = case when jsonb_typeof(r.source) = 'object' then r.source else o.source end,
           "problemId" = case when r."clearLateChange" and o."lateChange"->>'kind' <> 'already_final' then
             (select w."problemId" from "WriteBack" w where w."targetOrderId" = o.id and w.status <> 'done' and w."problemId" is not null order by w."createdAt" limit 1)
             else o."problemId" end,
           "lateChange" = case when r."clearLateChange" and o."lateChange"->>'kind' <> 'already_final' then null else o."lateChange" end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "sourceStatus" text, "sourceModifiedAt" timestamptz, source jsonb, "clearLateChange" boolean)
     where o.id = r.id`;
}
