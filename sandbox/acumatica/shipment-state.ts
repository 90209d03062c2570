import { linesOfOrder, shipmentsOf } from "./computed";
import { nextNumber } from "./numbering";
import { BusinessError, followShipment, isUnconfirmed, ordersOf } from "./order-state";
import { newId, num, type Row, rowsOf, sum, text } from "./rows";
import type { Site } from "./site";
import { type Tenant, tableOf, unlinkShipment } from "./world";

interface Scene {
  site: Site;
  tenant: Tenant;
  /** Who did it, for the journal. */
  by: string;
}

function shipmentEffect({ site, tenant, by }: Scene, name: string, shipment: Row): void {
  site.journal.effect(name, {
    tenant: tenant.name,
    shipmentNbr: shipment.ShipmentNbr,
    status: shipment.Status,
    orders: ordersOf(tenant, shipment).map(order => order.OrderNbr),
    tracking: rowsOf(shipment, "Packages").map(row => text(row, "TrackingNbr")),
    by,
  });
  site.changed();
}

function saveShipment({ site, tenant }: Scene, shipment: Row): void {
  tableOf(tenant, "Shipment").save(shipment, site.clock.now());
}

function assertStatus(shipment: Row, statuses: string[], action: string): void {
  if (statuses.includes(text(shipment, "Status"))) return;
  throw new BusinessError(
    `The ${action} action is not available for shipment ${text(shipment, "ShipmentNbr")} in the ${text(shipment, "Status")} status.`,
  );
}

/** Lines that must go out whole or whose rest is dropped, per their shipping rule. */
function applyShippingRules(order: Row, shipment: Row): void {
  const settings = (order.ShippingSettings ?? { id: "" }) as Row;
  const isOrderRest = text(settings, "ShippingRule") === "Cancel Remainder";
  for (const line of rowsOf(order, "Details")) {
    const isShipped = linesOfOrder(shipment, order).some(row => row.OrderLineNbr === line.LineNbr);
    if (isOrderRest || (isShipped && text(line, "ShippingRule") === "Cancel Remainder")) line._isClosed = true;
  }
}

function assertComplete(order: Row, shipment: Row): void {
  for (const line of rowsOf(order, "Details")) {
    if (text(line, "ShippingRule") !== "Ship Complete") continue;
    const shipped = sum(
      linesOfOrder(shipment, order).filter(row => row.OrderLineNbr === line.LineNbr),
      "ShippedQty",
    );
    if (shipped > 0 && shipped < num(line, "OrderQty"))
      throw new BusinessError(`Shipment cannot be confirmed: item ${text(line, "InventoryID")} must be shipped complete.`);
  }
}

/** Confirm Shipment: freezes it; orders become Completed or Back Order. */
export function confirmShipment(scene: Scene, shipment: Row): void {
  const { site, tenant } = scene;
  assertStatus(shipment, ["Open"], "Confirm Shipment");
  if (num(shipment, "ShippedQty") <= 0) throw new BusinessError(`Unable to confirm empty shipment ${text(shipment, "ShipmentNbr")}.`);
  const orders = ordersOf(tenant, shipment);
  for (const order of orders) assertComplete(order, shipment);
  shipment.Status = "Confirmed";
  saveShipment(scene, shipment);
  for (const order of orders) {
    applyShippingRules(order, shipment);
    followShipment({ site, tenant }, { order, cause: "confirmed" });
  }
  shipmentEffect(scene, "shipment confirmed", shipment);
}

/** Correct Shipment: back to Open. Not once billed, nor after the inventory issue. */
export function correctShipment(scene: Scene, shipment: Row): void {
  const { site, tenant } = scene;
  assertStatus(shipment, ["Confirmed"], "Correct Shipment");
  if (shipment._inventoryRefNbr) throw new BusinessError("The shipment cannot be corrected because inventory has been updated.");
  const orders = ordersOf(tenant, shipment);
  const other = orders.flatMap(order => shipmentsOf(tenant, order)).find(row => row !== shipment && isUnconfirmed(row));
  if (other && site.switches.shippingLocksOrder)
    throw new BusinessError(`The order has been added to shipment ${text(other, "ShipmentNbr")}, which is not confirmed.`);
  shipment.Status = "Open";
  saveShipment(scene, shipment);
  for (const order of orders) {
    for (const line of rowsOf(order, "Details")) line._isClosed = false;
    followShipment({ site, tenant }, { order, cause: "corrected" });
  }
  shipmentEffect(scene, "shipment corrected", shipment);
}

/** Update IN: the inventory issue is written; the shipment can no longer be corrected. */
export function updateInventory(scene: Scene, shipment: Row): void {
  assertStatus(shipment, ["Confirmed", "Invoiced", "Partially Invoiced"], "Update IN");
  if (shipment._inventoryRefNbr) throw new BusinessError("Inventory has already been updated for this shipment.");
  shipment._inventoryRefNbr = nextNumber(scene.tenant, "InventoryIssue");
  saveShipment(scene, shipment);
  shipmentEffect(scene, "inventory updated", shipment);
}

/** Prepare Invoice: one invoice per shipment. */
export function prepareInvoice(scene: Scene, shipment: Row): void {
  const { site, tenant } = scene;
  assertStatus(shipment, ["Confirmed"], "Prepare Invoice");
  const number = nextNumber(tenant, "SalesInvoice");
  const total = rowsOf(shipment, "Details").reduce((amount, row) => amount + num(row, "ShippedQty") * num(row, "_unitPrice"), 0);
  const invoice: Row = {
    id: newId(),
    Type: "Invoice",
    ReferenceNbr: number,
    Status: "Balanced",
    Hold: false,
    CustomerID: text(shipment, "CustomerID"),
    Amount: total,
    Balance: total,
    _shipmentNbr: text(shipment, "ShipmentNbr"),
  };
  tableOf(tenant, "SalesInvoice").save(invoice, site.clock.now());
  shipment._invoiceNbr = number;
  shipment.Status = "Invoiced";
  saveShipment(scene, shipment);
  shipmentEffect(scene, "shipment invoiced", shipment);
}

/** Releasing the invoice completes its shipment. */
export function releaseInvoice(scene: Scene, invoice: Row): void {
  const { site, tenant } = scene;
  if (text(invoice, "Status") !== "Balanced") throw new BusinessError("The Release action is not available for this document.");
  invoice.Status = "Open";
  tableOf(tenant, "SalesInvoice").save(invoice, site.clock.now());
  const shipment = tableOf(tenant, "Shipment").byKey(text(invoice, "_shipmentNbr"));
  if (!shipment) return;
  shipment.Status = "Completed";
  saveShipment(scene, shipment);
  shipmentEffect(scene, "shipment completed", shipment);
}

/** On Hold ↔ Open by the shipment's Hold box. */
export function holdShipment(scene: Scene, shipment: Row, isHeld: boolean): void {
  assertStatus(shipment, [isHeld ? "Open" : "On Hold"], isHeld ? "Hold" : "Remove Hold");
  shipment.Hold = isHeld;
  shipment.Status = isHeld ? "On Hold" : "Open";
  saveShipment(scene, shipment);
  shipmentEffect(scene, isHeld ? "shipment held" : "shipment released", shipment);
}

/** Deletes an unconfirmed shipment and gives its orders back. */
export function deleteShipment(scene: Scene, shipment: Row): void {
  const { site, tenant } = scene;
  if (!isUnconfirmed(shipment))
    throw new BusinessError(`The shipment ${text(shipment, "ShipmentNbr")} cannot be deleted in the ${text(shipment, "Status")} status.`);
  const orders = ordersOf(tenant, shipment);
  tableOf(tenant, "Shipment").remove(shipment);
  unlinkShipment(tenant, shipment);
  for (const order of orders) followShipment({ site, tenant }, { order, cause: "unlinked" });
  site.journal.effect("shipment deleted", {
    tenant: tenant.name,
    shipmentNbr: shipment.ShipmentNbr,
    orders: orders.map(order => order.OrderNbr),
    by: scene.by,
  });
  site.changed();
}
