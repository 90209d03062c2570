import type { SqlTx } from "@/lib/db/sql-tx";
import type { OpenLine } from "@/lib/orders/allocate-shipped";
import type { OrderStatus } from "@/lib/orders/order-status";
import type { OrderMode } from "@/lib/orders/source-order";
import type { WarehouseShipment } from "@/lib/warehouses/contract";
import { warehouseLineKey } from "../forward/take-batch";

export interface MatchedOrder {
  id: string;
  connectionId: string;
  mode: OrderMode;
  status: OrderStatus;
  warehouseKey: string;
  warehouseRef: string | null;
  number: string;
  lines: (OpenLine & { erpWarehouseId: string | null })[];
}

/**
 * The orders a page of shipments may be about, locked in id order so that two processes that collect the same page count one after the other.
 * Found by order key, by the warehouse's id, by order number (a split part may carry a key of its own) and by line keys (merged orders).
 */
export async function loadMatchedOrders(
  tx: SqlTx,
  options: { warehouseId: string; shipments: WarehouseShipment[] },
): Promise<MatchedOrder[]> {
  const keys = new Set<string>();
  for (const shipment of options.shipments) {
    for (const key of [shipment.warehouseKey, shipment.orderNumber]) if (key) keys.add(key);
    for (const line of shipment.lines === "whole_order" ? [] : shipment.lines) {
      const cut = line.warehouseLineKey?.lastIndexOf(":") ?? -1;
      if (line.warehouseLineKey && cut > 0) keys.add(line.warehouseLineKey.slice(0, cut));
    }
  }
  const refs = options.shipments.flatMap(shipment => (shipment.warehouseRef ? [shipment.warehouseRef] : []));
  const orders = await tx.$queryRaw<Omit<MatchedOrder, "lines">[]>`
    select id, "connectionId", mode, status, "warehouseKey", "warehouseRef", number from "Order"
     where "warehouseId" = ${options.warehouseId}::uuid and ("warehouseKey" = any(${[...keys]}) or "warehouseRef" = any(${refs}))
       and (status not in ('needs_mapping', 'on_hold') or "acceptedAt" is not null)
     order by id for update`;
  const lines = await tx.$queryRaw<
    { orderId: string; lineRef: string; sku: string; erpWarehouseId: string | null; quantity: string; shipped: string }[]
  >`
    select "orderId", "lineRef", "warehouseSku" as sku, "erpWarehouseId", trim_scale(quantity)::text as quantity, trim_scale("shippedQuantity")::text as shipped
      from "OrderLine" where "orderId" = any(${orders.map(order => order.id)}::uuid[]) order by "orderId", "lineRef"`;
  const byOrder = Map.groupBy(lines, line => line.orderId);
  return orders.map(order => ({
    ...order,
    lines: (byOrder.get(order.id) ?? []).map(line => ({ ...line, warehouseLineKey: warehouseLineKey(order.warehouseKey, line.lineRef) })),
  }));
}

/** The orders of one shipment: those its lines name, otherwise the one its key, id or number names. */
export function ordersOf(shipment: WarehouseShipment, orders: MatchedOrder[]): MatchedOrder[] {
  const lineKeys = new Set(shipment.lines === "whole_order" ? [] : shipment.lines.flatMap(line => line.warehouseLineKey ?? []));
  const byLine = orders.filter(order => order.lines.some(line => lineKeys.has(line.warehouseLineKey)));
  if (byLine.length > 0) return byLine;
  const named =
    orders.find(order => order.warehouseKey === shipment.warehouseKey) ??
    orders.find(order => order.warehouseRef !== null && order.warehouseRef === shipment.warehouseRef);
  const byNumber = orders.filter(order => order.warehouseKey === shipment.orderNumber);
  return named ? [named] : byNumber.length === 1 ? byNumber : [];
}
