import { shipmentsOf } from "./computed";
import { availableQty, BusinessError, isUnconfirmed } from "./order-state";
import { newId, num, type Row, rowsOf, sum, text } from "./rows";
import type { Site } from "./site";
import { type Tenant, tableOf } from "./world";

const SHIPPABLE = new Set(["Open", "Back Order"]);

interface Scene {
  site: Site;
  tenant: Tenant;
}

/** Whether a shipment may take lines of this order now; the reason when not. */
export function whyNotShippable({ site, tenant }: Scene, order: Row, shipment: Row | null): string | null {
  const others = shipmentsOf(tenant, order).filter(row => isUnconfirmed(row) && row.ShipmentNbr !== shipment?.ShipmentNbr);
  const isOwn = shipmentsOf(tenant, order).some(row => row.ShipmentNbr === shipment?.ShipmentNbr && isUnconfirmed(row));
  const status = text(order, "Status");
  if (site.switches.shippingLocksOrder && others.length > 0)
    return `Order ${text(order, "OrderNbr")} is in the Shipping status; shipment ${text(others[0] ?? order, "ShipmentNbr")} is not confirmed yet.`;
  if (SHIPPABLE.has(status) || (status === "Shipping" && (isOwn || !site.switches.shippingLocksOrder))) return null;
  return `Order ${text(order, "OrderNbr")} in the ${status} status cannot be shipped.`;
}

/** A fresh, unsaved shipment with what it takes over from its first order. */
export function newShipmentRow(site: Site, fields: Partial<Row>): Row {
  const isHeld = site.switches.holdShipmentsOnEntry;
  return {
    id: newId(),
    ShipmentNbr: "<NEW>",
    Type: "Shipment",
    Operation: "Issue",
    Status: isHeld ? "On Hold" : "Open",
    Hold: isHeld,
    ShipmentDate: site.clock.iso().slice(0, 10),
    EffectiveDate: site.clock.iso().slice(0, 10),
    CreatedDateTime: site.clock.now(),
    Details: [],
    Packages: [],
    _splits: 0,
    _lines: 0,
    _packages: 0,
    ...fields,
  };
}

/** Ship-to, carrier and customer come from the order unless the shipment already has its own. */
export function inheritFromOrder(shipment: Row, order: Row): void {
  const settings = (shipment.ShippingSettings ?? { id: "" }) as Row;
  shipment.CustomerID ||= text(order, "CustomerID");
  shipment.LocationID ||= text(order, "LocationID") || "MAIN";
  shipment.ShipVia ||= text(order, "ShipVia");
  shipment.ShippingSettings = {
    ...settings,
    ShipToAddress: settings.ShipToAddress ?? structuredClone(order.ShipToAddress),
    ShipToContact: settings.ShipToContact ?? structuredClone(order.ShipToContact),
  };
}

/** The next number of one of the shipment's own counters. */
export function nextIn(shipment: Row, counter: "_lines" | "_splits" | "_packages"): number {
  const next = num(shipment, counter) + 1;
  shipment[counter] = next;
  return next;
}

interface Allocation {
  locationId: string;
  qty: number;
  lotSerialNbr: string;
}

/** The splits of a shipment line: the pool that package contents are matched with. */
export function allocate(shipment: Row, line: Row, allocations: Allocation[]): void {
  line.Allocations = allocations.map(({ locationId, qty, lotSerialNbr }) => ({
    id: newId(),
    Description: text(line, "Description"),
    InventoryID: text(line, "InventoryID"),
    LocationID: locationId,
    LotSerialNbr: lotSerialNbr,
    OrderNbr: text(line, "OrderNbr"),
    OrderType: text(line, "OrderType"),
    Qty: qty,
    SplitLineNbr: nextIn(shipment, "_splits"),
    UOM: text(line, "UOM"),
  }));
  line.ShippedQty = sum(rowsOf(line, "Allocations"), "Qty");
}

interface NewLine {
  order: Row;
  orderLine: Row;
  qty: number;
  proposed: number;
  locationId: string;
}

/** Adds an order line to a shipment with one automatic split. */
export function addShipmentLine(shipment: Row, { order, orderLine, qty, proposed, locationId }: NewLine): Row {
  const line: Row = {
    id: newId(),
    Description: text(orderLine, "LineDescription"),
    InventoryID: text(orderLine, "InventoryID"),
    LineNbr: nextIn(shipment, "_lines"),
    LocationID: locationId,
    OrderedQty: num(orderLine, "OrderQty"),
    OrderLineNbr: num(orderLine, "LineNbr"),
    OrderNbr: text(order, "OrderNbr"),
    OrderType: text(order, "OrderType") || "SO",
    OriginalQty: proposed,
    UOM: text(orderLine, "UOM") || "EA",
    WarehouseID: text(orderLine, "WarehouseID"),
    _unitPrice: num(orderLine, "UnitPrice"),
  };
  allocate(shipment, line, qty > 0 ? [{ locationId, qty, lotSerialNbr: "" }] : []);
  line.OpenQty = Math.max(0, proposed - qty);
  shipment.Details = [...rowsOf(shipment, "Details"), line];
  return line;
}

/** The bin goods leave from when nobody says otherwise. */
export function defaultLocation(tenant: Tenant, warehouseId: string): string {
  const warehouse = tableOf(tenant, "Warehouse").byKey(warehouseId);
  return (warehouse && text(warehouse, "ShippingLocationID")) || "R1S1";
}

/** Totals of a shipment from its lines and packages. */
export function recountShipment(shipment: Row): void {
  const packages = rowsOf(shipment, "Packages");
  shipment.ShippedQty = sum(rowsOf(shipment, "Details"), "ShippedQty");
  shipment.ControlQty = shipment.ShippedQty;
  shipment.PackageCount = packages.length;
  shipment.PackageWeight = sum(packages, "Weight");
  shipment.ShippedWeight = shipment.PackageWeight;
}

interface CreateRequest {
  order: Row;
  warehouseId: string;
  shipmentDate: string;
}

/** Order lines that a shipment from this warehouse would take, with their quantities. */
export function openLines(
  tenant: Tenant,
  { order, warehouseId, except }: { order: Row; warehouseId: string; except?: Row | undefined },
): { orderLine: Row; available: number }[] {
  return rowsOf(order, "Details")
    .filter(line => text(line, "WarehouseID") === warehouseId && (text(line, "LineType") || "Goods for Inventory") !== "Misc. Charge")
    .map(orderLine => ({ orderLine, available: availableQty(tenant, { order, line: orderLine, except }) }))
    .filter(({ available }) => available > 0);
}

/** Create Shipment on the order: one unsaved shipment for one warehouse. @throws BusinessError when nothing can be shipped. */
export function buildShipmentFromOrder(scene: Scene, { order, warehouseId, shipmentDate }: CreateRequest): Row {
  const { site, tenant } = scene;
  const reason = whyNotShippable(scene, order, null);
  if (reason) throw new BusinessError(reason);
  const lines = openLines(tenant, { order, warehouseId });
  if (lines.length === 0 || site.switches.outOfStock)
    throw new BusinessError(
      `Order ${text(order, "OrderNbr")} does not contain any items available for shipment in warehouse ${warehouseId}.`,
    );
  const shipment = newShipmentRow(site, { WarehouseID: warehouseId, ...(shipmentDate ? { ShipmentDate: shipmentDate } : {}) });
  inheritFromOrder(shipment, order);
  const locationId = defaultLocation(tenant, warehouseId);
  for (const { orderLine, available } of lines)
    addShipmentLine(shipment, { order, orderLine, qty: available, proposed: available, locationId });
  recountShipment(shipment);
  return shipment;
}
