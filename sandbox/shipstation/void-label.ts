import { cents, type Json } from "./json-fields";
import { formatWall } from "./pacific-time";
import { requireNumber } from "./request-query";
import { settleOrder } from "./settle-order";
import type { ShipmentRecord } from "./shipment-types";
import { notFound } from "./vendor-error";
import { type World, wallNow } from "./world";

/** Voids a label: the row stays, the order opens again when no other label is left. There is no webhook for it (ShipStation: Webhooks). */
export function voidShipment(world: World, record: ShipmentRecord): void {
  const { doc } = record;
  record.voidWall = wallNow(world);
  doc.voided = true;
  doc.voidDate = formatWall(record.voidWall);
  const carrier = world.state.carriers.find(entry => entry.code === doc.carrierCode);
  if (carrier?.requiresFundedAccount) carrier.balance = cents(carrier.balance + doc.shipmentCost);
  const { shipmentId, orderId, orderKey, trackingNumber } = doc;
  world.journal.effect("shipment.voided", { shipmentId, orderId, orderKey, trackingNumber });
  const order = orderId === null ? undefined : world.state.orders.get(orderId);
  if (order && !doc.isReturnLabel) settleOrder(world, order);
}

/** POST /shipments/voidlabel. A second void is not approved. @throws VendorError 404 */
export function voidLabel(world: World, body: Json): { approved: boolean; message: string } {
  const record = world.state.shipments.get(requireNumber(body, "shipmentId"));
  if (!record) throw notFound("shipment");
  if (record.doc.voided) return { approved: false, message: "The label has already been voided" };
  if (!world.switches.voidApproved) return { approved: false, message: "The carrier did not approve the void: the label has been used" };
  voidShipment(world, record);
  return { approved: true, message: "Label voided successfully" };
}
