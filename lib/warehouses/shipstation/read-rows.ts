import { toQuantity } from "@/lib/core/quantity";
import type { WarehouseShipment, WarehouseShipmentLine } from "../contract";
import { vendorInstant } from "./overlap";
import { type Fulfilment, fulfilmentSchema, type Label, labelSchema } from "./records";

/** One label as a shipment, or null when the row can't be read. */
export function readLabel(raw: unknown): WarehouseShipment | null {
  const parsed = labelSchema.safeParse(raw);
  if (!parsed.success) return null;
  const label = parsed.data;
  const createdAt = vendorInstant(label.createDate);
  if (!createdAt) return null;
  return {
    // Plain numbers are labels, prefixed ones fulfilments: ShipStation numbers the two independently.
    externalId: label.shipmentId,
    kind: label.isReturnLabel ? "return" : "label",
    ...orderOf(label),
    ...(label.orderKey ? { warehouseKey: label.orderKey } : {}),
    createdAt,
    shippedAt: vendorInstant(label.shipDate) ?? createdAt,
    ...voidOf(label),
    ...(label.carrierCode ? { carrier: label.carrierCode } : {}),
    ...(label.serviceCode ? { service: label.serviceCode } : {}),
    ...costOf(label),
    packages: packagesOf(label),
    lines: linesOf(label),
    raw,
  };
}

/** One fulfilment: shipped outside ShipStation, as a whole. Null when the row can't be read. */
export function readFulfilment(raw: unknown, keyOf: (orderId: string) => string | undefined): WarehouseShipment | null {
  const parsed = fulfilmentSchema.safeParse(raw);
  if (!parsed.success) return null;
  const row = parsed.data;
  const createdAt = vendorInstant(row.createDate);
  if (!createdAt) return null;
  const warehouseKey = row.orderId ? keyOf(row.orderId) : undefined;
  const carrier = row.carrierCode || row.fulfillmentProviderCode;
  return {
    externalId: `fulfillment-${row.fulfillmentId}`,
    kind: "fulfilment",
    ...orderOf(row),
    ...(warehouseKey ? { warehouseKey } : {}),
    createdAt,
    shippedAt: vendorInstant(row.shipDate) ?? createdAt,
    ...voidOf(row),
    ...(carrier ? { carrier } : {}),
    ...(row.fulfillmentServiceCode ? { service: row.fulfillmentServiceCode } : {}),
    packages: row.trackingNumber ? [{ trackingNumber: row.trackingNumber }] : [],
    lines: "whole_order",
    raw,
  };
}

function orderOf({ orderId, orderNumber }: Label | Fulfilment): { warehouseRef?: string; orderNumber?: string } {
  return { ...(orderId ? { warehouseRef: orderId } : {}), ...(orderNumber ? { orderNumber } : {}) };
}

function voidOf({ voided, voidDate }: Label | Fulfilment): { voided: boolean; voidedAt?: string } {
  const voidedAt = vendorInstant(voidDate);
  return { voided: voided === true, ...(voided && voidedAt ? { voidedAt } : {}) };
}

function costOf({ shipmentCost }: Label): { cost?: string } {
  const cost = toQuantity(shipmentCost);
  return cost === null ? {} : { cost };
}

/** V1 has one row per label and no list of boxes in it: one label is one box. */
function packagesOf({ trackingNumber, weight, dimensions }: Label): WarehouseShipment["packages"] {
  if (!trackingNumber) return [];
  const value = toQuantity(weight?.value);
  const [length, width, height] = [dimensions?.length, dimensions?.width, dimensions?.height].map(Number);
  const isMeasured = dimensions?.units && [length, width, height].every(side => side !== undefined && side > 0);
  return [
    {
      trackingNumber,
      ...(value === null ? {} : { weight: value, ...(weight?.units ? { weightUnit: weight.units } : {}) }),
      ...(isMeasured ? { dimensions: { length: length ?? 0, width: width ?? 0, height: height ?? 0, unit: dimensions?.units ?? "" } } : {}),
    },
  ];
}

/** A label that lists nothing can only mean everything that is still open. */
function linesOf({ shipmentItems }: Label): WarehouseShipment["lines"] {
  if (!shipmentItems || shipmentItems.length === 0) return "whole_order";
  return shipmentItems.flatMap((item): WarehouseShipmentLine[] => {
    const quantity = toQuantity(item.quantity);
    if (quantity === null) return [];
    return [{ ...(item.lineItemKey ? { warehouseLineKey: item.lineItemKey } : {}), sku: item.sku ?? "", quantity }];
  });
}
