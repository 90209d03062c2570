import type { SourceState } from "@/lib/orders/source-order";
import { type Fields, flag, idOf, instant, quantity, rows, text } from "./envelope";
import { withoutUndefined } from "./normalise-parts";
import { sourceState } from "./source-state";

/** A split of a Shipment line: the unit that package contents name. */
export interface ShipmentSplit {
  splitLineNbr: string;
  inventoryId: string;
  quantity: string;
  uom?: string;
  lotSerialNbr?: string;
  locationId?: string;
}

/** Line numbers are text, as everywhere in the house. */
export interface ShipmentLine {
  lineNbr: string;
  inventoryId: string;
  shippedQuantity: string;
  uom?: string;
  orderType?: string;
  orderNbr?: string;
  orderLineNbr?: string;
  warehouseId?: string;
  /** Empty unless they were asked for. */
  splits: ShipmentSplit[];
}

export interface ShipmentPackage {
  /** Needed to change or remove it; good for this session. */
  id: string;
  lineNbr?: string;
  boxId?: string;
  trackingNbr?: string;
  /** Where our reference is kept. */
  customRefNbr1?: string;
  description?: string;
  confirmed: boolean;
  weight?: string;
  hasContents: boolean;
  contents: { splitLineNbr?: string; inventoryId: string; quantity: string }[];
}

/** A Shipment (SO302000) as the write-back sees it. Collections that were not asked for are empty. */
export interface ShipmentRecord {
  shipmentNbr: string;
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
  exchangeId: string;
}

/** The number of a saved Shipment; undefined for the placeholder of a record that was not saved. */
export function savedNumber(record: Fields): string | undefined {
  const number = text(record, "ShipmentNbr");
  return number === "<NEW>" ? undefined : number;
}

/** Reads a Shipment tolerantly: nothing in it but its number is required. */
export function readShipment(record: Fields, known: { shipmentNbr: string; exchangeId: string }): ShipmentRecord {
  const status = text(record, "Status") ?? "";
  return withoutUndefined<ShipmentRecord>({
    shipmentNbr: savedNumber(record) ?? known.shipmentNbr,
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
    exchangeId: known.exchangeId,
  });
}

function readLine(line: Fields): ShipmentLine {
  return withoutUndefined<ShipmentLine>({
    lineNbr: text(line, "LineNbr") ?? "",
    inventoryId: text(line, "InventoryID") ?? "",
    shippedQuantity: quantity(line, "ShippedQty") ?? "0",
    uom: text(line, "UOM"),
    orderType: text(line, "OrderType"),
    orderNbr: text(line, "OrderNbr"),
    orderLineNbr: text(line, "OrderLineNbr"),
    warehouseId: text(line, "WarehouseID"),
    splits: (rows(line, "Allocations") ?? []).flatMap(readSplit),
  });
}

/** Endpoints before 22.200.001 show no split numbers; such a split can't be named, so it is left out. */
function readSplit(split: Fields): ShipmentSplit[] {
  const splitLineNbr = text(split, "SplitLineNbr");
  if (splitLineNbr === undefined) return [];
  const read = withoutUndefined<ShipmentSplit>({
    splitLineNbr,
    inventoryId: text(split, "InventoryID") ?? "",
    quantity: quantity(split, "Qty") ?? "0",
    uom: text(split, "UOM"),
    lotSerialNbr: text(split, "LotSerialNbr"),
    locationId: text(split, "LocationID"),
  });
  return [read];
}

function readPackage(box: Fields): ShipmentPackage {
  const contents = (rows(box, "PackageContents") ?? []).map(row =>
    withoutUndefined<ShipmentPackage["contents"][number]>({
      splitLineNbr: text(row, "ShipmentSplitLineNbr"),
      inventoryId: text(row, "InventoryID") ?? "",
      quantity: quantity(row, "Quantity") ?? "0",
    }),
  );
  return withoutUndefined<ShipmentPackage>({
    id: idOf(box) ?? "",
    lineNbr: text(box, "LineNbr"),
    boxId: text(box, "BoxID"),
    trackingNbr: text(box, "TrackingNbr"),
    customRefNbr1: text(box, "CustomRefNbr1"),
    description: text(box, "Description"),
    confirmed: flag(box, "Confirmed"),
    weight: quantity(box, "Weight"),
    hasContents: contents.length > 0,
    contents,
  });
}
