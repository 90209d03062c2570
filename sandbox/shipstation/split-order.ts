import { randomUUID } from "node:crypto";
import { cents } from "./json-fields";
import { orderTotal } from "./order-document";
import type { Order, OrderItem, OrderRecord } from "./order-types";
import { formatWall } from "./pacific-time";
import { ruleError } from "./vendor-error";
import { stampModified, type World, wallNow } from "./world";

/** How many of a line go into a part. The line is named by any of its ids. */
export interface PartLine {
  orderItemId?: number;
  lineItemKey?: string;
  sku?: string;
  quantity: number;
}

function lineMatches(item: OrderItem, line: PartLine): boolean {
  if (line.orderItemId !== undefined) return item.orderItemId === line.orderItemId;
  return line.lineItemKey !== undefined ? item.lineItemKey === line.lineItemKey : item.sku === line.sku;
}

/** The items that the lines ask for. @throws VendorError when a line is unknown or asks for more than there is */
function chooseItems(doc: Order, lines: PartLine[]): { item: OrderItem; quantity: number }[] {
  return lines
    .filter(line => line.quantity > 0)
    .map(line => {
      const item = doc.items.find(entry => lineMatches(entry, line));
      if (!item) throw ruleError("The order has no such line.");
      if (line.quantity > item.quantity) throw ruleError(`Only ${item.quantity} of ${item.sku ?? item.name} are left on this order.`);
      return { item, quantity: line.quantity };
    });
}

/** True when the lines ask for everything the order still has. */
export function isWholeOrder({ doc }: OrderRecord, lines: PartLine[]): boolean {
  const chosen = chooseItems(doc, lines);
  return doc.items
    .filter(item => !item.adjustment)
    .every(item => chosen.some(entry => entry.item === item && entry.quantity === item.quantity));
}

function retotal(doc: Order): void {
  doc.orderTotal = orderTotal(doc);
}

function addPart(world: World, source: OrderRecord, items: OrderItem[]): OrderRecord {
  const wall = wallNow(world);
  const root = rootOf(world, source);
  const stamp = formatWall(wall);
  const advancedOptions = { ...source.doc.advancedOptions, mergedOrSplit: true, mergedIds: [], parentId: root.doc.orderId };
  const doc: Order = {
    ...structuredClone(source.doc),
    orderId: world.state.next("order"),
    orderKey: world.switches.splitChildKey === "guid" ? randomUUID() : root.doc.orderKey,
    createDate: stamp,
    modifyDate: stamp,
    orderStatus: "awaiting_shipment",
    items: items.map(item => ({ ...structuredClone(item), orderItemId: world.state.next("item") })),
    amountPaid: 0,
    taxAmount: 0,
    shippingAmount: 0,
    advancedOptions,
  };
  retotal(doc);
  const part: OrderRecord = { ...source, doc, createdWall: wall, modifiedWall: wall, childIds: [], isContainer: false };
  root.childIds.push(doc.orderId);
  root.doc.advancedOptions.mergedOrSplit = true;
  world.state.addOrder(part);
  const journalItems = doc.items.map(({ lineItemKey, sku, quantity }) => ({ lineItemKey, sku, quantity }));
  world.journal.effect("order.part_created", {
    orderId: doc.orderId,
    parentId: root.doc.orderId,
    orderKey: doc.orderKey,
    items: journalItems,
  });
  return part;
}

/** The order that a part came from, or the order itself. */
export function rootOf(world: World, record: OrderRecord): OrderRecord {
  const { parentId } = record.doc.advancedOptions;
  return (parentId === null ? undefined : world.state.orders.get(parentId)) ?? record;
}

function carve(world: World, source: OrderRecord, lines: PartLine[]): OrderRecord {
  const chosen = chooseItems(source.doc, lines);
  const part = addPart(
    world,
    source,
    chosen.map(({ item, quantity }) => ({ ...item, quantity })),
  );
  for (const { item, quantity } of chosen) item.quantity = cents(item.quantity - quantity);
  source.doc.items = source.doc.items.filter(item => item.quantity > 0);
  retotal(source.doc);
  stampModified(world, source);
  return part;
}

/**
 * Takes lines out of an open order into a part of its own: own `orderId`, same `orderNumber`, `parentId` set. By default the
 * first split turns the order into the parent that only waits, and what is left becomes a part too.
 * @returns the new part and the order that holds the rest
 * @throws VendorError when the order is not awaiting shipment, or the lines are all or nothing of it
 */
export function splitOrder(world: World, record: OrderRecord, lines: PartLine[]): { part: OrderRecord; rest: OrderRecord } {
  if (record.doc.orderStatus !== "awaiting_shipment") throw ruleError("Only orders that are awaiting shipment can be split.");
  if (record.isContainer) throw ruleError("The order is split already; split one of its parts.");
  if (chooseItems(record.doc, lines).length === 0) throw ruleError("Choose at least one line for the new part.");
  if (isWholeOrder(record, lines)) throw ruleError("A part cannot take everything the order has.");
  const isFirstSplit = record.doc.advancedOptions.parentId === null && record.childIds.length === 0;
  if (!isFirstSplit || world.switches.splitParent === "first_part") return { part: carve(world, record, lines), rest: record };
  // By line key or SKU the copy answers to the same names; by item id it has new ones.
  const named = lines.map(line => {
    const index = record.doc.items.findIndex(item => lineMatches(item, line));
    return { index, quantity: line.quantity };
  });
  record.isContainer = true;
  const rest = addPart(world, record, record.doc.items);
  stampModified(world, record);
  const restLines = named.map(({ index, quantity }) => ({ orderItemId: rest.doc.items[index]?.orderItemId ?? -1, quantity }));
  return { part: carve(world, rest, restLines), rest };
}

/** Puts orders into the first one: it gets their lines and `mergedIds`, they leave the lists. @throws VendorError */
export function mergeOrders(world: World, records: OrderRecord[]): OrderRecord {
  const [target, ...others] = records;
  if (!target || others.length === 0) throw ruleError("Choose at least two orders to merge.");
  if (records.some(({ doc, isContainer }) => doc.orderStatus !== "awaiting_shipment" || isContainer)) {
    throw ruleError("Only orders that are awaiting shipment can be merged.");
  }
  for (const other of others) {
    target.doc.items.push(...structuredClone(other.doc.items));
    target.doc.taxAmount = cents(target.doc.taxAmount + other.doc.taxAmount);
    target.doc.shippingAmount = cents(target.doc.shippingAmount + other.doc.shippingAmount);
    target.doc.amountPaid = cents(target.doc.amountPaid + other.doc.amountPaid);
    other.active = false;
    other.mergedIntoId = target.doc.orderId;
    other.doc.advancedOptions.mergedOrSplit = true;
    stampModified(world, other);
  }
  const mergedIds = others.map(({ doc }) => doc.orderId);
  target.doc.advancedOptions.mergedOrSplit = true;
  target.doc.advancedOptions.mergedIds = [...target.doc.advancedOptions.mergedIds, ...mergedIds];
  retotal(target.doc);
  stampModified(world, target);
  world.journal.effect("order.merged", { orderId: target.doc.orderId, orderKey: target.doc.orderKey, mergedIds });
  return target;
}
