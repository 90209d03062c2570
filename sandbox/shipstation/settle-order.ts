import type { OrderRecord } from "./order-types";
import { notFound } from "./vendor-error";
import { stampModified, type World } from "./world";

/** An order that clients may speak of. @throws VendorError 404 */
export function getOrderRecord(world: World, orderId: number): OrderRecord {
  const record = world.state.orders.get(orderId);
  if (!record || (record.isDeleted && world.switches.deletedOrder === "not_found")) throw notFound("order");
  return record;
}

/** True when a label that goes out and was not voided exists. */
export function hasLiveLabel(world: World, orderId: number): boolean {
  return world.state.shipmentsOf(orderId).some(({ doc }) => !doc.voided && !doc.isReturnLabel);
}

function isMarkedAsShipped(world: World, orderId: number): boolean {
  return [...world.state.fulfillments.values()].some(({ doc }) => doc.orderId === orderId && !doc.voided);
}

export function childrenOf(world: World, record: OrderRecord): OrderRecord[] {
  return record.childIds.flatMap(id => world.state.orders.get(id) ?? []);
}

function isDone(world: World, record: OrderRecord): boolean {
  const { orderId } = record.doc;
  const children = childrenOf(world, record);
  const areChildrenDone = children.every(({ doc }) => doc.orderStatus === "shipped" || doc.orderStatus === "cancelled");
  if (record.isContainer) return areChildrenDone && children.some(({ doc }) => doc.orderStatus === "shipped");
  return areChildrenDone && (hasLiveLabel(world, orderId) || isMarkedAsShipped(world, orderId));
}

/** Derives shipped or open from labels, fulfilments and parts, then looks at the parent: it is shipped only when all parts are. */
export function settleOrder(world: World, record: OrderRecord): void {
  const { doc } = record;
  const before = doc.orderStatus;
  const isOver = isDone(world, record);
  if (isOver && before !== "cancelled") doc.orderStatus = "shipped";
  else if (!isOver && before === "shipped") doc.orderStatus = world.switches.voidedOrderStatus;
  stampModified(world, record);
  if (doc.orderStatus !== before) {
    world.journal.effect(`order.${doc.orderStatus === "shipped" ? "shipped" : "reopened"}`, {
      orderId: doc.orderId,
      orderKey: doc.orderKey,
    });
  }
  for (const id of doc.advancedOptions.mergedIds) {
    const merged = world.state.orders.get(id);
    if (merged?.mergedIntoId === doc.orderId) merged.doc.orderStatus = doc.orderStatus;
  }
  settleParent(world, record);
}

/** Looks again at the order that a part came from, if any. */
export function settleParent(world: World, { doc }: OrderRecord): void {
  const { parentId } = doc.advancedOptions;
  const parent = parentId === null ? undefined : world.state.orders.get(parentId);
  if (parent) settleOrder(world, parent);
}
