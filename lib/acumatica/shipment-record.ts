import type { SourceState } from "@/lib/orders/source-order";
import { type Fields, flag, idOf, instant, quantity, rows, text } from "./envelope";
import { withoutUndefined } from "./normalise-parts";
import { sourceState } from "./source-state";

/** A split of a Shipment line: the unit that package contents name. */
export interface ShipmentSplit {
  splitLineNbr: number | null;
  inventoryId: string;
  quantity: string;
  uom?: string;
  lotSerialNbr?: string;
  locationId?: string;
}

export interface ShipmentLine {
  id: string | null;
  lineNbr: number;
  inventoryId: string;
  shippedQuantity: string;
  uom?: string;
  orderType?: string;
  orderNbr?: string;
  orderLineNbr?: number;
  warehouseId?: string;
  splits: ShipmentSplit[];
}

export interface ShipmentPackage {
  /** Needed to change or remove it. Good for this session only. */
  id: string | null;
  lineNbr: number | null;
  boxId?: string;
  trackingNbr?: string;
  /** Where our reference is kept. */
  customRefNbr1?: string;
  description?: string;
  confirmed: boolean;
  weight?: string;
  contents: { splitLineNbr: number | null; inventoryId: string; quantity: string }[];
}

/** A Shipment (SO302000) as the write-back sees it. Collections that were not asked for are empty. */
export interface ShipmentRecord {
  id: string | null;
  /** Null in an answer to a write that saved nothing (`<NEW>`). */
  shipmentNbr: string | null;
  /** Acumatica's own word. */
  status: string;
  state: SourceState;
  /** `Shipment` or `Transfer`. */
  type: string;
  description?: string;
  customerId?: string;
  warehouseId?: string;
  shipVia?: string;
  modifiedAt?: string;
  details: ShipmentLine[];
  packages: ShipmentPackage[];
}

/** Reads a Shipment tolerantly: nothing in it is required. */
export function readShipment(record: Fields): ShipmentRecord {
  const shipmentNbr = text(record, "ShipmentNbr");
  const status = text(record, "Status") ?? "";
  return withoutUndefined<ShipmentRecord>({
    id: idOf(record) ?? null,
    shipmentNbr: shipmentNbr === undefined || shipmentNbr === "<NEW>" ? null : shipmentNbr,
    status,
    state: sourceState("Shipment", status),
    type: text(record, "Type") ?? "Shipment",
    description: text(record, "Description"),
    customerId: text(record, "CustomerID"),
    warehouseId: text(record, "WarehouseID"),
    shipVia: text(record, "ShipVia"),
    modifiedAt: instant(record, "LastModifiedDateTime"),
    details: (rows(record, "Details") ?? []).map(readLine),
    packages: (rows(record, "Packages") ?? []).map(readPackage),
  });
}

function readLine(line: Fields): ShipmentLine {
  return withoutUndefined<ShipmentLine>({
    id: idOf(line) ?? null,
    lineNbr: integer(line, "LineNbr") ?? 0,
    inventoryId: text(line, "InventoryID") ?? "",
    shippedQuantity: quantity(line, "ShippedQty") ?? "0",
    uom: text(line, "UOM"),
    orderType: text(line, "OrderType"),
    orderNbr: text(line, "OrderNbr"),
    orderLineNbr: integer(line, "OrderLineNbr"),
    warehouseId: text(line, "WarehouseID"),
    splits: (rows(line, "Allocations") ?? []).map(readSplit),
  });
}

function readSplit(split: Fields): ShipmentSplit {
  return withoutUndefined<ShipmentSplit>({
    splitLineNbr: integer(split, "SplitLineNbr") ?? null,
    inventoryId: text(split, "InventoryID") ?? "",
    quantity: quantity(split, "Qty") ?? "0",
    uom: text(split, "UOM"),
    lotSerialNbr: text(split, "LotSerialNbr"),
    locationId: text(split, "LocationID"),
  });
}

function readPackage(box: Fields): ShipmentPackage {
  return withoutUndefined<ShipmentPackage>({
    id: idOf(box) ?? null,
    lineNbr: integer(box, "LineNbr") ?? null,
    boxId: text(box, "BoxID"),
    trackingNbr: text(box, "TrackingNbr"),
    customRefNbr1: text(box, "CustomRefNbr1"),
    description: text(box, "Description"),
    confirmed: flag(box, "Confirmed"),
    weight: quantity(box, "Weight"),
    contents: (rows(box, "PackageContents") ?? []).map(row => ({
      splitLineNbr: integer(row, "ShipmentSplitLineNbr") ?? null,
      inventoryId: text(row, "InventoryID") ?? "",
      quantity: quantity(row, "Quantity") ?? "0",
    })),
  });
}

function integer(fields: Fields, name: string): number | undefined {
  const value = Number(text(fields, name) ?? Number.NaN);
  return Number.isInteger(value) ? value : undefined;
}
