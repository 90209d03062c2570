import { Prisma } from "@/lib/db/generated/client";
import { inWorkspaceSql } from "@/lib/db/tx";
import type { Address } from "@/lib/orders/source-order";
import type { OutgoingOrder } from "@/lib/warehouses/contract";
import type { ChannelRun } from "../context";
import { holdLease } from "../lease";

interface BatchRow {
  id: string;
  number: string;
  sourceKey: string;
  warehouseKey: string;
  warehouseRef: string | null;
  customerId: string | null;
  customerName: string | null;
  shipTo: Address;
  shipMethod: OutgoingOrder["shipMethod"];
  shipByAt: Date | null;
  importedAt: Date;
  orderedAt: string | null;
  attempts: number;
  callSize: number;
  lines: { lineRef: string; warehouseSku: string; description: string | null; quantity: string; unitPrice: string | null }[];
}

export interface BatchOrder {
  id: string;
  /** This one included. */
  attempts: number;
  outgoing: OutgoingOrder;
}

export interface Take {
  /** Orders of one call. */
  size: number;
  /** Calls that will leave together. */
  calls: number;
  isIdempotent: boolean;
  /** Under way in this process: marked as sending, but not lost. */
  exceptIds: string[];
}

/**
 * Takes ready orders for up to `calls` calls and commits the intent to send them, before any call; one array per call. A row that was taken before and never settled
 * (its answer was lost) is taken again only where sending again is harmless. Rows that failed together go in ever smaller batches, fresh ones first: a vendor that breaks
 * on one order of a batch, without saying which, holds up that order alone in the end. A row somebody else has locked is left for the next run.
 */
export async function takeBatches(run: ChannelRun, { size, calls, isIdempotent, exceptIds }: Take): Promise<BatchOrder[][]> {
  // Index Order_ready_to_send (connectionId, sendAttempts, importedAt, id) where ready: both reads stop at their limit, however many orders wait.
  const due = Prisma.sql`"workspaceId" = ${run.scope.workspaceId}::uuid and "connectionId" = ${run.connection.id}::uuid and status = 'ready'
             and ("nextSendAt" is null or "nextSendAt" <= clock_timestamp()) and (${isIdempotent} or "sendingSince" is null) and id <> all(${exceptIds}::uuid[])`;
  const rows = await inWorkspaceSql(
    run.scope,
    async tx => {
      await holdLease(tx, run.lease);
      return tx.$queryRaw<BatchRow[]>`
        with next as (
          select "sendAttempts", greatest(1, ${size} >> greatest(0, least("sendAttempts" - 2, 20)))::int as size from "Order"
           where ${due} order by "sendAttempts", "importedAt", id limit 1
        ), taken as (
          select id, (select size from next) as size from "Order"
           where ${due} and "sendAttempts" = (select "sendAttempts" from next)
           order by "importedAt", id limit (select size from next) * ${calls} for update skip locked
        ), marked as (
          update "Order" o set "sendingSince" = clock_timestamp(), "sendAttempts" = "sendAttempts" + 1 from taken where o.id = taken.id
          returning o.id, o.number, o."sourceKey", o."warehouseKey", o."warehouseRef", o."customerId", o."customerName", o."shipTo", o."shipMethod", o."shipByAt", o."importedAt", o."sendAttempts" as attempts,
                    coalesce(o.source->'Date'->>'value', o.source->'ShipmentDate'->>'value') as "orderedAt", taken.size as "callSize"
        )
        select m.*, (select jsonb_agg(jsonb_build_object('lineRef', l."lineRef", 'warehouseSku', l."warehouseSku", 'description', l.description,
                                       'quantity', trim_scale(l.quantity)::text, 'unitPrice', trim_scale(l."unitPrice")::text) order by l."lineRef")
                       from "OrderLine" l where l."orderId" = m.id) as lines
          from marked m order by m."importedAt", m.id`;
    },
    "forward.intent",
  );
  const callSize = rows[0]?.callSize ?? size;
  const orders = rows.map(row => ({ id: row.id, attempts: row.attempts, outgoing: toOutgoing(row) }));
  return Array.from({ length: Math.ceil(orders.length / callSize) }, (_, call) => orders.slice(call * callSize, (call + 1) * callSize));
}

/** A line's key at the warehouse: unique across orders, so that merged and split orders still find their lines. */
export function warehouseLineKey(warehouseKey: string, lineRef: string): string {
  return `${warehouseKey}:${lineRef}`;
}

function toOutgoing(row: BatchRow): OutgoingOrder {
  return {
    warehouseKey: row.warehouseKey,
    number: row.warehouseKey,
    ...(row.warehouseRef ? { warehouseRef: row.warehouseRef } : {}),
    orderedAt: row.orderedAt ?? row.importedAt.toISOString(),
    ...(row.shipByAt ? { shipByAt: row.shipByAt.toISOString() } : {}),
    customerName: row.customerName || row.shipTo.name,
    ...(row.shipTo.email ? { customerEmail: row.shipTo.email } : {}),
    ...(row.customerId ? { customerId: row.customerId } : {}),
    shipTo: row.shipTo,
    shipMethod: row.shipMethod,
    reference: row.sourceKey,
    lines: (row.lines ?? []).map(line => ({
      lineRef: line.lineRef,
      warehouseLineKey: warehouseLineKey(row.warehouseKey, line.lineRef),
      sku: line.warehouseSku,
      name: line.description || line.warehouseSku,
      quantity: line.quantity,
      ...(line.unitPrice === null ? {} : { unitPrice: line.unitPrice }),
    })),
  };
}
