import { asNumber, asText, type Json } from "./json-fields";
import type { OrderRecord } from "./order-types";
import { formatWall, formatWallDate, parseWall } from "./pacific-time";
import { requireNumber } from "./request-query";
import { childrenOf, getOrderRecord, settleOrder, settleParent } from "./settle-order";
import type { FulfillmentRecord } from "./shipment-types";
import { modelError, notFound, ruleError } from "./vendor-error";
import { stampModified, type World, wallNow } from "./world";

interface Done {
  success: boolean;
  message: string;
}

/** DELETE /orders/{id}: the order becomes inactive and gives its key back. @throws VendorError 404 */
export function deleteOrder(world: World, orderId: number): Done {
  const record = getOrderRecord(world, orderId);
  if (record.isDeleted) throw notFound("order");
  record.active = false;
  record.isDeleted = true;
  world.state.forgetKey(record);
  stampModified(world, record);
  world.journal.effect("order.deleted", { orderId, orderKey: record.doc.orderKey });
  return { success: true, message: "The requested order has been deleted." };
}

/** Puts an order on hold until a date. @throws VendorError when it is shipped or cancelled */
export function holdOrder(world: World, record: OrderRecord, holdUntilDate: string): void {
  if (!["awaiting_shipment", "awaiting_payment", "on_hold", "pending_fulfillment"].includes(record.doc.orderStatus)) {
    throw ruleError(`The order cannot be held because it is ${record.doc.orderStatus}.`);
  }
  record.doc.orderStatus = "on_hold";
  record.doc.holdUntilDate = holdUntilDate;
  stampModified(world, record);
  world.journal.effect("order.held", { orderId: record.doc.orderId, orderKey: record.doc.orderKey, holdUntilDate });
}

/** POST /orders/holduntil. @throws VendorError */
export function holdUntil(world: World, body: Json): Done {
  const record = getOrderRecord(world, requireNumber(body, "orderId"));
  const text = asText(body.holdUntilDate) ?? "";
  if (text === "") throw ruleError("'holdUntilDate' must not be empty.");
  const wall = parseWall(text, false);
  if (wall === null) throw modelError("request.holdUntilDate", `The value '${text}' is not valid for holdUntilDate.`);
  holdOrder(world, record, formatWallDate(wall));
  return { success: true, message: "Order held successfully." };
}

/** POST /orders/restorefromhold. @throws VendorError when the order is not on hold */
export function restoreFromHold(world: World, body: Json): Done {
  const record = getOrderRecord(world, requireNumber(body, "orderId"));
  if (record.doc.orderStatus !== "on_hold") throw ruleError("The requested order is not on hold.");
  record.doc.orderStatus = "awaiting_shipment";
  record.doc.holdUntilDate = null;
  stampModified(world, record);
  world.journal.effect("order.released", { orderId: record.doc.orderId, orderKey: record.doc.orderKey });
  return { success: true, message: "The requested order has been restored" };
}

/** POST /orders/addtag and /orders/removetag. @throws VendorError */
export function changeTag(world: World, body: Json, isAdding: boolean): Done {
  const record = getOrderRecord(world, requireNumber(body, "orderId"));
  const tagId = requireNumber(body, "tagId");
  if (!world.state.tags.some(tag => tag.tagId === tagId)) throw ruleError(`Tag ${tagId} does not exist.`);
  const rest = (record.doc.tagIds ?? []).filter(id => id !== tagId);
  const tagIds = isAdding ? [...rest, tagId] : rest;
  record.doc.tagIds = tagIds.length > 0 ? tagIds : null;
  stampModified(world, record);
  return { success: true, message: `Tag ${isAdding ? "added" : "removed"} successfully.` };
}

/** POST /orders/assignuser and /orders/unassignuser. @throws VendorError */
export function changeUser(world: World, body: Json, isAssigning: boolean): Done {
  if (!Array.isArray(body.orderIds) || body.orderIds.length === 0) throw ruleError("'orderIds' must not be empty.");
  const userId = isAssigning ? (asText(body.userId) ?? "") : null;
  const isKnown = userId === null || world.state.users.some(user => user.userId.toLowerCase() === userId.toLowerCase());
  if (!isKnown) throw ruleError(`User '${userId}' does not exist.`);
  const records = body.orderIds.map(id => getOrderRecord(world, asNumber(id) ?? 0));
  for (const record of records) {
    record.doc.userId = userId;
    stampModified(world, record);
  }
  return { success: true, message: `User ${isAssigning ? "assigned" : "unassigned"} successfully.` };
}

export interface OutsideShipping {
  carrierCode: string;
  trackingNumber?: string | null;
  shipDate?: string | null;
  notifySalesChannel?: boolean;
}

function buildFulfillment(world: World, { doc }: OrderRecord, outside: OutsideShipping): FulfillmentRecord {
  const wall = wallNow(world);
  const shipWall = parseWall(outside.shipDate ?? "", false) ?? parseWall(formatWallDate(wall), false) ?? wall;
  return {
    doc: {
      fulfillmentId: world.state.next("fulfillment"),
      orderId: doc.orderId,
      orderNumber: doc.orderNumber,
      userId: doc.userId ?? world.state.users[0]?.userId ?? "",
      customerEmail: doc.customerEmail,
      trackingNumber: outside.trackingNumber ?? null,
      createDate: formatWall(wall),
      shipDate: formatWall(shipWall),
      voidDate: null,
      deliveryDate: null,
      carrierCode: outside.carrierCode,
      sellerFillProviderId: null,
      sellerFillProviderName: null,
      fulfillmentProviderCode: null,
      fulfillmentServiceCode: null,
      fulfillmentFee: 0,
      voidRequested: false,
      voided: false,
      marketplaceNotified: outside.notifySalesChannel ?? false,
      notifyErrorMessage: null,
      shipTo: { ...doc.shipTo },
    },
    createdWall: wall,
    shipWall,
    storeId: doc.advancedOptions.storeId,
  };
}

/**
 * Marks an order as shipped elsewhere: a row in /fulfillments, none in /shipments, no SHIP_NOTIFY. The whole order only; a split order
 * takes its open parts along. @throws VendorError when the order is not open
 */
export function markOrderAsShipped(world: World, record: OrderRecord, outside: OutsideShipping): FulfillmentRecord {
  const { doc } = record;
  if (doc.orderStatus === "shipped" || doc.orderStatus === "cancelled") throw ruleError(`The order is already ${doc.orderStatus}.`);
  const fulfillment = buildFulfillment(world, record, outside);
  const { fulfillmentId, trackingNumber, carrierCode } = fulfillment.doc;
  world.state.fulfillments.set(fulfillmentId, fulfillment);
  const facts = { fulfillmentId, orderId: doc.orderId, orderKey: doc.orderKey, trackingNumber, carrierCode };
  world.journal.effect("fulfillment.created", facts);
  for (const child of childrenOf(world, record)) {
    if (child.doc.orderStatus === "shipped" || child.doc.orderStatus === "cancelled") continue;
    child.doc.orderStatus = "shipped";
    stampModified(world, child);
  }
  settleOrder(world, record);
  if (world.switches.notifyMarkedAsShipped) {
    const path = () => `/fulfillments?fulfillmentId=${fulfillmentId}`;
    world.webhooks.notify({ event: "FULFILLMENT_SHIPPED", storeId: fulfillment.storeId, path });
  }
  return fulfillment;
}

/** POST /orders/markasshipped. @throws VendorError */
export function markAsShipped(world: World, body: Json): { orderId: number; orderNumber: string } {
  const record = getOrderRecord(world, requireNumber(body, "orderId"));
  const carrierCode = asText(body.carrierCode) ?? "";
  if (carrierCode === "") throw ruleError("'carrierCode' must not be empty.");
  markOrderAsShipped(world, record, {
    carrierCode,
    trackingNumber: asText(body.trackingNumber),
    shipDate: asText(body.shipDate),
    notifySalesChannel: body.notifySalesChannel === true,
  });
  return { orderId: record.doc.orderId, orderNumber: record.doc.orderNumber };
}

/** A person in the warehouse cancels. @throws VendorError when it is shipped */
export function cancelOrder(world: World, record: OrderRecord): void {
  if (record.doc.orderStatus === "shipped") throw ruleError("The order is shipped; void its labels first.");
  for (const one of [record, ...childrenOf(world, record)]) {
    if (one.doc.orderStatus === "shipped") continue;
    one.doc.orderStatus = "cancelled";
    one.doc.holdUntilDate = null;
    stampModified(world, one);
    world.journal.effect("order.cancelled", { orderId: one.doc.orderId, orderKey: one.doc.orderKey });
  }
  settleParent(world, record);
}
