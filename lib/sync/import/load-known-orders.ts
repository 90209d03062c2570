import type { SqlTx } from "@/lib/db/sql-tx";
import type { OrderStatus } from "@/lib/orders/order-status";
import type { SourceOrder } from "@/lib/orders/source-order";
import type { KnownOrder } from "./plan-order";

/** The orders of this slice that were imported before, keyed `kind key`, locked until the slice is saved. */
export async function loadKnownOrders(
  tx: SqlTx,
  options: { storeId: string; connectionId: string; orders: SourceOrder[] },
): Promise<Map<string, KnownOrder & { id: string }>> {
  if (options.orders.length === 0) return new Map();
  const rows = await tx.$queryRaw<
    (Omit<KnownOrder, "status" | "resumeStatus"> & {
      id: string;
      status: OrderStatus;
      resumeStatus: OrderStatus | null;
      sourceKind: string;
      sourceKey: string;
    })[]
  >`
    select o.id, o."sourceKind", o."sourceKey", o.status, o."statusReason", o."resumeStatus", o."sourceModifiedAt", o."sourceStatus", o."contentHash",
           o."sendingSince" is not null as "isSending", o."lateChange" is not null as "hasLateChange",
           o."warehouseRef" is not null as "isAtWarehouse", o."connectionId" <> ${options.connectionId}::uuid as "isForeign",
           exists (select 1 from "WriteBack" w where w."targetOrderId" = o.id) as "hasWriteBacks"
      from "Order" o
     where o."storeId" = ${options.storeId}::uuid and o."sourceKind" = any(${[...new Set(options.orders.map(order => order.kind))]})
       and o."sourceKey" = any(${options.orders.map(order => order.key)})
       for update of o`;
  return new Map(rows.map(row => [`${row.sourceKind} ${row.sourceKey}`, row]));
}
