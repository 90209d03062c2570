import type { SqlTx } from "@/lib/db/sql-tx";
import type { SeedConnection } from "./insert-connection";

export interface SeedChunk {
  workspaceId: string;
  connection: SeedConnection;
  /** Number of the first order, from 1. */
  from: number;
  count: number;
  /** Of the whole seeding: spreads the orders over the year, oldest first. */
  total: number;
}

/**
 * One chunk in one statement, so that a million takes minutes. Old orders are completed or cancelled, the last three in a hundred are in every status. Ids are random:
 * screens page by time and id, never by id alone.
 */
export async function insertOrders(tx: SqlTx, chunk: SeedChunk): Promise<void> {
  const { workspaceId, connection, from, count, total } = chunk;
  await tx.$executeRaw`
    with n as (
      select g as nr, gen_random_uuid() as id, gen_random_uuid() as "shipmentId",
             clock_timestamp() - (${total}::int - g) * (interval '365 days' / ${total}::int) as at,
             (array['Ada Park','Ben Rossi','Carla Nakamura','Dev Keller','Elena Moreau','Frank Garza','Grace Turner','Hugo Jensen'])[1 + g % 8] as buyer,
             (array['Oakland','Portland','Seattle','Denver','Austin','Chicago','Boston'])[1 + g % 7] as city,
             1 + g % 3 as lines,
             case when g < ${total}::int * 0.97 then case when g % 211 = 0 then 'cancelled' else 'completed' end
                  else (array['ready','at_warehouse','at_warehouse','shipped','partly_shipped','attention','on_hold','completed','at_warehouse','shipped'])[1 + g % 10] end as status
        from generate_series(${from}::int, ${from + count - 1}::int) g
    ), o as (
      insert into "Order" (id, "workspaceId", "merchantId", "storeId", "connectionId", "warehouseId", "sourceKind", "sourceKey", number, mode, status, "statusSince", "statusReason",
             "resumeStatus", "warehouseKey", "warehouseRef", "customerId", "customerName", "shipTo", "shipVia", "sourceStatus", "sourceModifiedAt", "contentHash", source,
             "unitsOrdered", "unitsShipped", "importedAt", "acceptedAt", "shippedAt", "completedAt")
      select id, ${workspaceId}::uuid, ${connection.merchantId}::uuid, ${connection.storeId}::uuid, ${connection.id}::uuid, ${connection.warehouseId}::uuid, 'SalesOrder',
             'SO/SO' || lpad(nr::text, 7, '0'), 'SO' || lpad(nr::text, 7, '0'), 'sales_order', status, at + interval '1 hour',
             case status when 'attention' then 'The warehouse needs a city and a postal code.' when 'on_hold' then 'Held in Acumatica' end,
             case status when 'attention' then 'ready' end, 'SO' || lpad(nr::text, 7, '0'), case when status not in ('ready', 'attention', 'on_hold') then (500000000 + nr)::text end,
             'C' || lpad((nr % 900)::text, 5, '0'), buyer,
             jsonb_build_object('name', buyer, 'line1', nr % 900 || ' Harbor Way', 'city', city, 'state', 'CA', 'postalCode', lpad((nr % 99999)::text, 5, '0'), 'country', 'US'),
             'UPSGROUND', case status when 'completed' then 'Completed' else 'Open' end, at, md5(nr::text),
             jsonb_build_object('OrderNbr', jsonb_build_object('value', 'SO' || lpad(nr::text, 7, '0'))), lines * 2,
             case when status in ('shipped', 'completed') then lines * 2 when status = 'partly_shipped' then 2 else 0 end, at,
             case when status not in ('ready', 'attention', 'on_hold') then at + interval '5 minutes' end,
             case when status in ('shipped', 'completed') then at + interval '20 hours' end, case when status = 'completed' then at + interval '21 hours' end
        from n returning 1
    ), l as (
      insert into "OrderLine" (id, "workspaceId", "orderId", "lineRef", sku, "warehouseSku", description, uom, "erpWarehouseId", quantity, "shippedQuantity", "unitPrice")
      select gen_random_uuid(), ${workspaceId}::uuid, n.id, line::text, s.sku, s.sku, 'Made-up goods', 'EA', 'MAIN', 2,
             case when status in ('shipped', 'completed') or (status = 'partly_shipped' and line = 1) then 2 else 0 end, 19.5
        from n, generate_series(1, n.lines) line, lateral (select 'WIDGET-' || lpad((1 + (n.nr + line) % 400)::text, 3, '0') as sku) s returning 1
    ), s as (
      insert into "Shipment" (id, "workspaceId", "warehouseId", "externalId", kind, carrier, service, "shippedAt", "createdAtWarehouse", raw, "collectedAt")
      select "shipmentId", ${workspaceId}::uuid, ${connection.warehouseId}::uuid, 'label:' || nr, 'label', 'ups', 'ups_ground', at + interval '20 hours', at + interval '20 hours', '{}',
             at + interval '20 hours' from n where status in ('shipped', 'completed', 'partly_shipped') returning 1
    ), sl as (
      insert into "ShipmentLine" (id, "workspaceId", "shipmentId", "orderId", "lineRef", quantity, "reportedQuantity")
      select gen_random_uuid(), ${workspaceId}::uuid, "shipmentId", id, line::text, 2, 2
        from n, generate_series(1, case status when 'partly_shipped' then 1 else n.lines end) line where status in ('shipped', 'completed', 'partly_shipped') returning 1
    ), p as (
      insert into "Package" (id, "workspaceId", "shipmentId", "trackingNumber", weight, "weightUnit")
      select gen_random_uuid(), ${workspaceId}::uuid, "shipmentId", '1Z999AA1' || lpad(nr::text, 10, '0'), 24, 'ounces' from n where status in ('shipped', 'completed', 'partly_shipped')
      returning 1
    ), w as (
      insert into "WriteBack" (id, "workspaceId", "connectionId", "shipmentId", "targetOrderId", "erpWarehouseId", status, reference, target, "writtenAt", "confirmedAt", "doneAt")
      select gen_random_uuid(), ${workspaceId}::uuid, ${connection.id}::uuid, "shipmentId", id, 'MAIN', case status when 'completed' then 'done' else 'waiting' end, 'wb_' || md5(nr::text),
             case status when 'completed' then lpad(nr::text, 6, '0') end, case status when 'completed' then at + interval '21 hours' end,
             case status when 'completed' then at + interval '21 hours' end, case status when 'completed' then at + interval '21 hours' end
        from n where status in ('shipped', 'completed', 'partly_shipped') returning 1
    )
    insert into "Event" (id, "workspaceId", at, "orderId", "connectionId", "storeId", kind, text, "actorName")
    select gen_random_uuid(), ${workspaceId}::uuid, n.at, n.id, ${connection.id}::uuid, ${connection.storeId}::uuid, 'order.imported',
           'Imported from Acumatica. ' || n.lines || ' lines, all matched.', 'Dockbridge' from n`;
}
