import { isPositive } from "@/lib/core/quantity";
import type { SourceOrder, SourceOrderLine } from "@/lib/orders/source-order";
import { type Fields, instant, linked, quantity, rows, text } from "./envelope";
import { normaliseAddress } from "./normalise-address";
import { required, withoutUndefined } from "./normalise-parts";
import { sourceState } from "./source-state";

/**
 * One Shipment (SO302000) as an order to fulfil: what it asks the warehouse to ship is its ShippedQty, line by line. A Shipment has no address of
 * its own; it sits in ShippingSettings. Throws AcumaticaError `unexpected` when number, stamp or lines are missing.
 */
export function normaliseShipment(record: Fields): SourceOrder {
  const number = required(text(record, "ShipmentNbr"), "ShipmentNbr");
  const statusLabel = text(record, "Status") ?? "";
  const state = sourceState("Shipment", statusLabel);
  const customerId = text(record, "CustomerID");
  const erpWarehouseId = text(record, "WarehouseID");
  const settings = linked(record, "ShippingSettings");
  const isReceipt = /receipt/i.test(text(record, "Operation") ?? "");
  return withoutUndefined({
    kind: "Shipment",
    key: number,
    number,
    state,
    statusLabel,
    modifiedAt: required(instant(record, "LastModifiedDateTime"), "LastModifiedDateTime"),
    orderedAt: instant(record, "CreatedDateTime"),
    requestedShipAt: instant(record, "ShipmentDate"),
    customerId,
    locationId: text(record, "LocationID"),
    description: text(record, "Description"),
    shipVia: text(record, "ShipVia"),
    erpWarehouseId,
    shipTo: normaliseAddress(linked(settings, "ShipToAddress"), linked(settings, "ShipToContact"), customerId),
    lines: required(rows(record, "Details"), "Details").map(line =>
      normaliseShipmentLine(line, { isReceipt, isOver: state === "over" || state === "in_progress", erpWarehouseId }),
    ),
    raw: record,
  } satisfies SourceOrder);
}

interface ShipmentFacts {
  isReceipt: boolean;
  isOver: boolean;
  erpWarehouseId: string | undefined;
}

/** A returned good (operation Receipt) is never shippable; a confirmed Shipment has nothing left to ship. */
function normaliseShipmentLine(line: Fields, { isReceipt, isOver, erpWarehouseId }: ShipmentFacts): SourceOrderLine {
  const asked = quantity(line, "ShippedQty") ?? "0";
  const sku = text(line, "InventoryID");
  const shippable = !isReceipt && sku !== undefined && isPositive(asked);
  return withoutUndefined({
    lineRef: required(text(line, "LineNbr"), "Details/LineNbr"),
    sku: sku ?? "",
    description: text(line, "Description"),
    uom: text(line, "UOM"),
    orderedQuantity: asked,
    openQuantity: shippable && !isOver ? asked : "0",
    erpWarehouseId: text(line, "WarehouseID") ?? erpWarehouseId,
    shippable,
  });
}
