import { inWorkspaceSql } from "@/lib/db/tx";
import type { ChannelRun } from "../context";
import { checkLease } from "../lease";
import type { LedgerEntry } from "./entry";

/** Longer than any call the entry makes; a holder that is silent for longer has died. */
const ENTRY_LEASE_MS = 120_000;

/** Orders of this connection that have an entry to work on now, oldest first. One that another process is at, or was until a moment ago, is left to it. */
export async function listDueOrders(run: ChannelRun, limit: number): Promise<string[]> {
  const rows = await inWorkspaceSql(
    run.scope,
    tx => tx.$queryRaw<{ targetOrderId: string }[]>`
    select w."targetOrderId" from "WriteBack" w
     where w."connectionId" = ${run.connection.id}::uuid and w.status <> 'done'
       and (w.status <> 'attention' or w."nextAttemptAt" is not null)
       and (w."nextAttemptAt" is null or w."nextAttemptAt" <= clock_timestamp())
       and not exists (select 1 from "WriteBack" x where x."targetOrderId" = w."targetOrderId" and x."leaseUntil" >= clock_timestamp())
     group by w."targetOrderId" order by min(w."createdAt") limit ${limit}`,
  );
  return rows.map(row => row.targetOrderId);
}

/**
 * Takes the next due entry of one order under a rising lease number and commits the intent, before any call. An entry still marked `sending` with a lease that ran out
 * belonged to a process that died: nobody knows what Acumatica saved, so it comes back in doubt. Entries of one order go one after the other, as the labels were made.
 */
export async function takeEntry(run: ChannelRun, orderId: string): Promise<LedgerEntry | null> {
  const leaseMs = Math.min(ENTRY_LEASE_MS, run.runtime.times.leaseMs * 2);
  return inWorkspaceSql(
    run.scope,
    async tx => {
      await checkLease(tx, run.lease);
      const [taken] = await tx.$queryRaw<{ id: string; wasInDoubt: boolean }[]>`
        with due as (
          select w.id, w.status from "WriteBack" w join "Shipment" s on s.id = w."shipmentId"
           where w."targetOrderId" = ${orderId}::uuid and w.status <> 'done' and (w.status <> 'attention' or w."nextAttemptAt" is not null)
             and (w."nextAttemptAt" is null or w."nextAttemptAt" <= clock_timestamp())
             and not exists (select 1 from "WriteBack" x where x."targetOrderId" = w."targetOrderId" and x."leaseUntil" >= clock_timestamp())
           order by (w.action = 'undo') desc, s."createdAtWarehouse", w.id limit 1 for update of w
        )
        update "WriteBack" w set status = 'sending', "statusSince" = clock_timestamp(), "leaseNo" = w."leaseNo" + 1, attempts = w.attempts + 1,
               "leaseUntil" = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
          from due where w.id = due.id returning w.id, due.status in ('sending', 'in_doubt') as "wasInDoubt"`;
      if (!taken) return null;
      const [entry] = await tx.$queryRaw<Omit<LedgerEntry, "isInDoubt">[]>`
        select w.id, w."leaseNo", w.action, w.looks, w.attempts, w.reference, w."erpWarehouseId", w.target, w."writtenAt", w."confirmedAt", w."operationUrl", w."operationStartedAt",
          jsonb_build_object('id', o.id, 'number', o.number, 'mode', o.mode, 'status', o.status, 'sourceKey', o."sourceKey",
            'isFullyShipped', not exists (select 1 from "OrderLine" l where l."orderId" = o.id and l."shippedQuantity" < l.quantity)) as "order",
          jsonb_build_object('id', s.id, 'externalId', s."externalId", 'carrier', s.carrier, 'service', s.service, 'shippedAt', s."shippedAt") as shipment,
          coalesce((select jsonb_agg(jsonb_build_object('lineRef', sl."lineRef", 'sku', l.sku, 'quantity', trim_scale(sl.quantity)::text, 'uom', l.uom) order by sl."lineRef")
             from "ShipmentLine" sl join "OrderLine" l on l."orderId" = sl."orderId" and l."lineRef" = sl."lineRef"
            where sl."shipmentId" = s.id and sl."orderId" = o.id and sl.quantity > 0
              and (o.mode = 'shipment' or coalesce(l."erpWarehouseId", '') = w."erpWarehouseId")), '[]'::jsonb) as lines,
          coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'trackingNumber', p."trackingNumber", 'weight', trim_scale(p.weight)::text, 'weightUnit', p."weightUnit") order by p.id)
             from "Package" p where p."shipmentId" = s.id), '[]'::jsonb) as packages,
          coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'action', x.action, 'status', x.status, 'target', x.target, 'writtenAt', x."writtenAt", 'confirmedAt', x."confirmedAt",
               'reference', x.reference, 'erpWarehouseId', x."erpWarehouseId", 'createdAtWarehouse', xs."createdAtWarehouse",
               'hasGoods', exists (select 1 from "ShipmentLine" xl where xl."shipmentId" = xs.id and xl."orderId" = o.id and xl.quantity > 0)) order by xs."createdAtWarehouse", x.id)
             from "WriteBack" x join "Shipment" xs on xs.id = x."shipmentId" where x."targetOrderId" = o.id and x.id <> w.id), '[]'::jsonb) as siblings
          from "WriteBack" w join "Order" o on o.id = w."targetOrderId" join "Shipment" s on s.id = w."shipmentId" where w.id = ${taken.id}::uuid`;
      return entry
        ? { ...entry, isInDoubt: taken.wasInDoubt, shipment: { ...entry.shipment, shippedAt: new Date(entry.shipment.shippedAt) } }
        : null;
    },
    "write-back.intent",
  );
}
