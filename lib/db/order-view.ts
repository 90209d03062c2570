import type { Order, OrderEvent, OrderSummary } from "@/lib/api/schemas/order";
import type { Owner } from "@/lib/core/errors";
import type { OrderStatus } from "@/lib/orders/order-status";
import type { Address } from "@/lib/orders/source-order";
import type { Prisma } from "./generated/client";
import { iso } from "./page";

/** From rows to the shapes of the API. Quantities leave as numbers: six decimals are well inside what a JSON number keeps exactly. */
export const problemBriefSelect = {
  select: { id: true, code: true, message: true, owner: true, nextStep: true, nextAttemptAt: true, closedAt: true },
} as const satisfies { select: Prisma.ProblemSelect };

export const summarySelect = {
  id: true,
  number: true,
  sourceKind: true,
  sourceKey: true,
  mode: true,
  status: true,
  statusSince: true,
  statusReason: true,
  connectionId: true,
  storeId: true,
  merchantId: true,
  warehouseId: true,
  warehouseKey: true,
  warehouseRef: true,
  customerName: true,
  shipVia: true,
  shipTo: true,
  unitsOrdered: true,
  unitsShipped: true,
  importedAt: true,
  acceptedAt: true,
  shippedAt: true,
  completedAt: true,
  shipByAt: true,
  connection: { select: { name: true, warehouse: { select: { name: true } } } },
  store: { select: { name: true, merchant: { select: { name: true } } } },
  problem: problemBriefSelect,
  shipmentLines: {
    select: { shipment: { select: { id: true, voided: true, packages: { select: { trackingNumber: true }, orderBy: { id: "asc" } } } } },
  },
} satisfies Prisma.OrderSelect;
export type SummaryRow = Prisma.OrderGetPayload<{ select: typeof summarySelect }>;

export const orderSelect = {
  ...summarySelect,
  customerId: true,
  shipMethod: true,
  sourceStatus: true,
  sourceModifiedAt: true,
  lateChange: true,
  sendAttempts: true,
  nextSendAt: true,
  lines: { orderBy: { id: "asc" } },
  writeBacks: { orderBy: { createdAt: "asc" }, include: { problem: problemBriefSelect } },
} satisfies Prisma.OrderSelect;
export type OrderRow = Prisma.OrderGetPayload<{ select: typeof orderSelect }>;

type ShipmentRow = Prisma.ShipmentGetPayload<{ include: { packages: true; lines: true } }>;
type EventRow = Prisma.EventGetPayload<Record<string, never>>;
type ProblemBriefRow = NonNullable<SummaryRow["problem"]>;

export function toSummary(row: SummaryRow): OrderSummary {
  return {
    id: row.id,
    number: row.number,
    sourceKind: row.sourceKind as OrderSummary["sourceKind"],
    sourceKey: row.sourceKey,
    mode: row.mode as OrderSummary["mode"],
    status: row.status as OrderStatus,
    statusSince: row.statusSince.toISOString(),
    statusReason: row.statusReason,
    connectionId: row.connectionId,
    connectionName: row.connection.name,
    storeId: row.storeId,
    storeName: row.store.name,
    merchantId: row.merchantId,
    merchantName: row.store.merchant.name,
    warehouseId: row.warehouseId,
    warehouseName: row.connection.warehouse.name,
    warehouseKey: row.warehouseKey,
    warehouseRef: row.warehouseRef,
    customerName: row.customerName,
    shipVia: row.shipVia,
    shipToPlace: placeOf(row.shipTo as Partial<Address> | null),
    unitsOrdered: row.unitsOrdered.toNumber(),
    unitsShipped: row.unitsShipped.toNumber(),
    trackingNumbers: trackingOf(row),
    importedAt: row.importedAt.toISOString(),
    acceptedAt: iso(row.acceptedAt),
    shippedAt: iso(row.shippedAt),
    completedAt: iso(row.completedAt),
    shipByAt: iso(row.shipByAt),
    problem: toProblemBrief(row.problem),
  };
}

export function toOrder({ row, shipments, events }: { row: OrderRow; shipments: ShipmentRow[]; events: EventRow[] }): Order {
  return {
    ...toSummary(row),
    customerId: row.customerId,
    shipTo: row.shipTo as unknown as Order["shipTo"],
    shipMethod: row.shipMethod,
    sourceStatus: row.sourceStatus,
    sourceModifiedAt: row.sourceModifiedAt.toISOString(),
    lateChange: row.lateChange as Order["lateChange"],
    sendAttempts: row.sendAttempts,
    nextSendAt: iso(row.nextSendAt),
    lines: row.lines.map(toLine),
    shipments: shipments.map(toShipment),
    writeBacks: row.writeBacks.map(toWriteBack),
    events: events.map(toEvent),
  };
}

export function toEvent(row: EventRow): OrderEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    text: row.text,
    data: row.data,
    exchangeId: row.exchangeId,
    durationMs: row.durationMs,
    actorKind: row.actorKind,
    actorName: row.actorName,
  };
}

function toLine(line: OrderRow["lines"][number]): Order["lines"][number] {
  return {
    lineRef: line.lineRef,
    sku: line.sku,
    warehouseSku: line.warehouseSku,
    description: line.description,
    uom: line.uom,
    erpWarehouseId: line.erpWarehouseId,
    quantity: line.quantity.toNumber(),
    shippedQuantity: line.shippedQuantity.toNumber(),
  };
}

function toShipment(row: ShipmentRow): Order["shipments"][number] {
  return {
    id: row.id,
    externalId: row.externalId,
    kind: row.kind as Order["shipments"][number]["kind"],
    voided: row.voided,
    voidedAt: iso(row.voidedAt),
    shippedAt: row.shippedAt.toISOString(),
    createdAt: row.createdAtWarehouse.toISOString(),
    collectedAt: row.collectedAt.toISOString(),
    carrier: row.carrier,
    service: row.service,
    packages: row.packages.map(box => ({
      trackingNumber: box.trackingNumber,
      weight: box.weight?.toNumber() ?? null,
      weightUnit: box.weightUnit,
      dimensions: box.dimensions as Order["shipments"][number]["packages"][number]["dimensions"],
    })),
    lines: row.lines.map(line => ({
      lineRef: line.lineRef,
      quantity: line.quantity.toNumber(),
      reportedQuantity: line.reportedQuantity.toNumber(),
    })),
  };
}

function toWriteBack(row: OrderRow["writeBacks"][number]): Order["writeBacks"][number] {
  return {
    id: row.id,
    shipmentId: row.shipmentId,
    action: row.action as "write" | "undo",
    status: row.status as Order["writeBacks"][number]["status"],
    statusSince: row.statusSince.toISOString(),
    statusReason: row.statusReason,
    target: row.target,
    reference: row.reference,
    erpWarehouseId: row.erpWarehouseId,
    attempts: row.attempts,
    nextAttemptAt: iso(row.nextAttemptAt),
    writtenAt: iso(row.writtenAt),
    confirmedAt: iso(row.confirmedAt),
    doneAt: iso(row.doneAt),
    problem: toProblemBrief(row.problem),
  };
}

/** A problem that is closed holds nothing any more, even while the row still points at it. */
function toProblemBrief(row: ProblemBriefRow | null): OrderSummary["problem"] {
  if (!row || row.closedAt) return null;
  return {
    id: row.id,
    code: row.code,
    message: row.message,
    owner: row.owner as Owner,
    nextStep: row.nextStep,
    nextAttemptAt: iso(row.nextAttemptAt),
  };
}

function trackingOf(row: SummaryRow): string[] {
  const live = row.shipmentLines.filter(line => !line.shipment.voided);
  return [...new Set(live.flatMap(line => line.shipment.packages.map(box => box.trackingNumber)))];
}

function placeOf(address: Partial<Address> | null): string | null {
  const parts = [address?.city, address?.state, address?.country].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : null;
}
