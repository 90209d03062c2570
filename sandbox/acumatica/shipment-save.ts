import { nextNumber } from "./numbering";
import { followShipment, ordersOf } from "./order-state";
import { num, type Row, rowsOf, text } from "./rows";
import { recountShipment } from "./shipment-build";
import type { Site } from "./site";
import { linkShipment, type Tenant, tableOf, unlinkShipment } from "./world";

interface SaveRequest {
  site: Site;
  tenant: Tenant;
  shipment: Row;
  /** The shipment as it was, when it existed. */
  before: Row | null;
  by: string;
}

function packageFacts(row: Row): Record<string, unknown> {
  return {
    lineNbr: num(row, "LineNbr"),
    trackingNbr: text(row, "TrackingNbr"),
    customRefNbr1: text(row, "CustomRefNbr1"),
    contents: rowsOf(row, "PackageContents").map(item => ({
      inventoryId: text(item, "InventoryID"),
      quantity: num(item, "Quantity"),
      split: num(item, "ShipmentSplitLineNbr"),
    })),
  };
}

/** Journals every package that came, changed or went. */
function journalPackages({ site, tenant, shipment, before }: SaveRequest): void {
  const old = new Map(before ? rowsOf(before, "Packages").map(row => [row.id, row]) : []);
  const facts = { tenant: tenant.name, shipmentNbr: shipment.ShipmentNbr };
  for (const row of rowsOf(shipment, "Packages")) {
    const previous = old.get(row.id);
    old.delete(row.id);
    if (!previous) site.journal.effect("package added", { ...facts, ...packageFacts(row) });
    else if (JSON.stringify(previous) !== JSON.stringify(row)) site.journal.effect("package updated", { ...facts, ...packageFacts(row) });
  }
  for (const row of old.values()) site.journal.effect("package removed", { ...facts, ...packageFacts(row) });
}

/** Saves a shipment, numbers it when new, carries quantities and status to its orders, and journals all of it. */
export function saveShipmentRow(request: SaveRequest): void {
  const { site, tenant, shipment, before, by } = request;
  if (!before) shipment.ShipmentNbr = nextNumber(tenant, "Shipment");
  recountShipment(shipment);
  const number = text(shipment, "ShipmentNbr");
  const orders = new Set([...(before ? ordersOf(tenant, before) : []), ...ordersOf(tenant, shipment)]);
  if (before) unlinkShipment(tenant, before);
  linkShipment(tenant, shipment);
  tableOf(tenant, "Shipment").save(shipment, site.clock.now());
  site.journal.effect(before ? "shipment updated" : "shipment created", {
    tenant: tenant.name,
    shipmentNbr: number,
    status: shipment.Status,
    description: text(shipment, "Description"),
    lines: rowsOf(shipment, "Details").map(line => ({
      orderNbr: line.OrderNbr,
      orderLineNbr: line.OrderLineNbr,
      inventoryId: line.InventoryID,
      shippedQty: line.ShippedQty,
    })),
    by,
  });
  journalPackages(request);
  for (const order of orders) followShipment({ site, tenant }, { order, cause: "linked" });
  site.changed();
}
