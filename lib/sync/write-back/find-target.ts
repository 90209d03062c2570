import type { SalesOrderLook } from "@/lib/acumatica/sales-orders";
import type { AcumaticaSession } from "@/lib/acumatica/session";
import { getShipment, type ShipmentRecord } from "@/lib/acumatica/shipments";
import type { LedgerEntry } from "./entry";

/** Shipment labels after which Acumatica no longer locks the order for another Shipment. */
const CONFIRMED = ["Confirmed", "Partially Invoiced", "Invoiced", "Completed", "Receipted"];

export const isConfirmed = (status: string) => CONFIRMED.includes(status);

/** True when this Acumatica Shipment already carries the entry's fulfilment: by our reference, or by a tracking number where others' entries count as duplicates. */
export function carries(shipment: ShipmentRecord, entry: LedgerEntry, options: { tracking: boolean }): boolean {
  if (shipment.description?.includes(entry.reference)) return true;
  const numbers = new Set(entry.packages.map(box => box.trackingNumber));
  return shipment.packages.some(
    box => box.customRefNbr1 === entry.reference || (options.tracking && box.trackingNbr !== undefined && numbers.has(box.trackingNbr)),
  );
}

/**
 * Looks among the order's Shipments for one that carries this fulfilment. Those known to be other entries' are not read again. One label whose goods come from two Acumatica
 * warehouses has one tracking number and two entries: the Shipment of the one is never taken for the other's. A second box counts as carried only by its own number, never by
 * its sibling's.
 */
export async function findTarget(input: {
  session: AcumaticaSession;
  order: SalesOrderLook;
  entry: LedgerEntry;
  tracking: boolean;
}): Promise<ShipmentRecord | null> {
  const { entry } = input;
  const elsewhere = entry.siblings.filter(other => other.erpWarehouseId !== entry.erpWarehouseId);
  const done = entry.siblings.filter(other => other.hasGoods && other.status === "done" && entry.lines.length > 0);
  const others = new Set([...elsewhere, ...done].flatMap(other => other.target ?? []));
  for (const row of input.order.shipments) {
    if (others.has(row.shipmentNbr) && row.shipmentNbr !== entry.target) continue;
    const shipment = await getShipment({ session: input.session, shipmentNbr: row.shipmentNbr });
    const isElsewhere = isOfAnotherWarehouse(shipment, entry) || elsewhere.some(other => shipment.description?.includes(other.reference));
    if (!isElsewhere && carries(shipment, entry, { tracking: input.tracking })) return shipment;
  }
  return null;
}

function isOfAnotherWarehouse(shipment: ShipmentRecord, entry: LedgerEntry): boolean {
  return entry.erpWarehouseId !== "" && shipment.warehouseId !== undefined && shipment.warehouseId !== entry.erpWarehouseId;
}
