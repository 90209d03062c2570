import { newId } from "@/lib/core/ids";
import { sum } from "@/lib/core/quantity";
import type { MappedOrder } from "@/lib/mapping/map-order";
import type { OrderStatus } from "@/lib/orders/order-status";
import type { SourceOrder } from "@/lib/orders/source-order";
import { cleanJson, cleanText } from "./clean-json";

/** One Acumatica record with everything decided about it, ready for bulk SQL. */
export interface PlannedOrder {
  order: SourceOrder;
  mapped: MappedOrder;
  contentHash: string;
  id: string;
  status: OrderStatus;
  reason: string | null;
}

/** The shape of `jsonb_to_recordset` in save-slice: column names of Order. */
export function orderRow(run: { connection: { orderPrefix: string } }, planned: PlannedOrder): Record<string, unknown> {
  const { order, mapped } = planned;
  return {
    id: planned.id,
    sourceKind: order.kind,
    sourceKey: order.key,
    number: order.number,
    status: planned.status,
    statusReason: planned.reason,
    warehouseKey: `${run.connection.orderPrefix}${order.number}`,
    customerId: order.customerId ?? null,
    customerName: cleanText(order.shipTo.company || order.shipTo.name || order.customerId || ""),
    shipTo: JSON.parse(cleanJson(order.shipTo) ?? "{}"),
    shipVia: order.shipVia ?? null,
    shipMethod: mapped.shipMethod,
    shipByAt: order.requestedShipAt ?? null,
    sourceStatus: order.statusLabel,
    sourceModifiedAt: order.modifiedAt,
    contentHash: planned.contentHash,
    source: JSON.parse(cleanJson(order.raw) ?? "null"),
    unitsOrdered: sum(mapped.lines.map(line => line.openQuantity)),
  };
}

export function lineRows(planned: PlannedOrder): Record<string, unknown>[] {
  return planned.mapped.lines.map(line => ({
    id: newId(),
    orderId: planned.id,
    lineRef: line.lineRef,
    sku: cleanText(line.sku),
    warehouseSku: cleanText(line.warehouseSku),
    description: line.description ? cleanText(line.description) : null,
    uom: line.uom ?? null,
    erpWarehouseId: line.erpWarehouseId ?? planned.order.erpWarehouseId ?? null,
    quantity: line.openQuantity,
    unitPrice: line.unitPrice ?? null,
  }));
}
