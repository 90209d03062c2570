import { randomUUID } from "node:crypto";
import { asNumber, asText, type Json } from "./json-fields";
import { learnCustomer, learnProduct } from "./learned-records";
import { buildOrder, type DocumentContext } from "./order-document";
import { checkOrderRules } from "./order-rules";
import type { Order, OrderRecord, OrderStatus } from "./order-types";
import { formatWall, parseWall } from "./pacific-time";
import { settleParent } from "./settle-order";
import { storeForNewOrder } from "./stores";
import { ruleError } from "./vendor-error";
import { stampModified, type World, wallNow } from "./world";

export interface UpsertOutcome {
  record: OrderRecord;
  /** True when this write is one that ORDER_NOTIFY tells about. */
  isNewWork: boolean;
}

function documentContext(world: World): DocumentContext {
  return {
    wall: wallNow(world),
    honourOffsets: world.switches.honourOffsets,
    nextItemId: () => world.state.next("item"),
    productIdOf: item => learnProduct(world, item),
    overwriteCustoms: world.switches.customsItems === "overwrite",
  };
}

/** The order a body speaks of: by `orderId` when given (needed for split parts), else by `orderKey`; null = a new one. @throws VendorError */
function findTarget(world: World, given: Json): OrderRecord | null {
  const orderId = asNumber(given.orderId);
  const orderKey = asText(given.orderKey) || null;
  if (orderId) {
    const record = world.state.orders.get(orderId);
    if (!record || record.isDeleted) throw ruleError(`Order with orderId ${orderId} does not exist.`);
    if (orderKey && record.doc.orderKey !== orderKey) throw ruleError("The orderId and the orderKey belong to different orders.");
    return record;
  }
  if (!orderKey) return null;
  const [first] = world.state.orderIdsByKey.get(orderKey) ?? [];
  return first === undefined ? null : (world.state.orders.get(first) ?? null);
}

function isUpdatable(world: World, status: OrderStatus): boolean {
  if (status === "pending_fulfillment") return world.switches.updatePendingFulfillment;
  return status === "awaiting_payment" || status === "awaiting_shipment" || status === "on_hold";
}

function effectOf({ doc }: OrderRecord): Record<string, unknown> {
  const { orderId, orderKey, orderNumber, orderStatus, requestedShippingService, carrierCode, serviceCode } = doc;
  const items = doc.items.map(({ lineItemKey, sku, quantity }) => ({ lineItemKey, sku, quantity }));
  return { orderId, orderKey, orderNumber, orderStatus, requestedShippingService, carrierCode, serviceCode, items };
}

function createOrder(world: World, given: Json, importBatch: string): UpsertOutcome {
  const context = documentContext(world);
  const written = buildOrder(given, [], context);
  const stamp = formatWall(context.wall);
  const advancedOptions = { ...written.advancedOptions, storeId: storeForNewOrder(world, written.advancedOptions.storeId) };
  const warehouse = world.state.warehouses.find(entry => entry.isDefault) ?? world.state.warehouses[0];
  advancedOptions.warehouseId ??= warehouse?.warehouseId ?? null;
  const doc: Order = {
    ...written,
    orderId: world.state.next("order"),
    orderKey: asText(given.orderKey) || randomUUID(),
    createDate: stamp,
    modifyDate: stamp,
    customerId: learnCustomer(world, written),
    advancedOptions,
    tagIds: Array.isArray(given.tagIds) && given.tagIds.length > 0 ? given.tagIds.map(Number) : null,
    userId: null,
  };
  const record: OrderRecord = {
    doc,
    createdWall: context.wall,
    modifiedWall: context.wall,
    orderWall: parseWall(doc.orderDate, false) ?? context.wall,
    paymentWall: doc.paymentDate === null ? null : parseWall(doc.paymentDate, false),
    active: true,
    isDeleted: false,
    importBatch,
    childIds: [],
    isContainer: false,
    mergedIntoId: null,
  };
  world.state.addOrder(record);
  world.journal.effect("order.created", effectOf(record));
  return { record, isNewWork: doc.orderStatus !== "awaiting_payment" };
}

function updateOrder(world: World, record: OrderRecord, sent: Json): UpsertOutcome {
  const before = record.doc;
  const given = world.switches.omittedFields === "keep" ? { ...before, ...sent } : sent;
  const written = buildOrder(given as Json, before.items, documentContext(world));
  const { storeId, mergedOrSplit, mergedIds, parentId, warehouseId } = before.advancedOptions;
  const advancedOptions = { ...written.advancedOptions, storeId, mergedOrSplit, mergedIds, parentId };
  advancedOptions.warehouseId ??= warehouseId;
  record.doc = { ...before, ...written, advancedOptions, customerId: learnCustomer(world, written) };
  if (Array.isArray(sent.tagIds)) record.doc.tagIds = sent.tagIds.length > 0 ? sent.tagIds.map(Number) : null;
  record.orderWall = parseWall(record.doc.orderDate, false) ?? record.orderWall;
  record.paymentWall = record.doc.paymentDate === null ? null : parseWall(record.doc.paymentDate, false);
  if (record.doc.orderStatus !== "on_hold") record.doc.holdUntilDate = null;
  stampModified(world, record);
  settleParent(world, record);
  const isCancelled = record.doc.orderStatus === "cancelled" && before.orderStatus !== "cancelled";
  world.journal.effect(isCancelled ? "order.cancelled" : "order.updated", effectOf(record));
  const hasLeftPayment = before.orderStatus === "awaiting_payment" && !["awaiting_payment", "cancelled"].includes(record.doc.orderStatus);
  return { record, isNewWork: hasLeftPayment };
}

/**
 * Creates or wholly replaces one order (ShipStation: Create/Update Order). The body must have passed the shape check.
 * @throws VendorError when a rule is broken, or when the order is shipped or cancelled and the switch says so
 */
export function upsertOrder(world: World, given: Json, importBatch: string): UpsertOutcome {
  const key = asText(given.orderKey);
  if (key !== null && world.switches.rejectOrderKeys.includes(key)) throw ruleError(world.switches.rejectMessage);
  checkOrderRules(given);
  const target = findTarget(world, given);
  if (!target) return createOrder(world, given, importBatch);
  const { orderStatus } = target.doc;
  if (isUpdatable(world, orderStatus)) return updateOrder(world, target, given);
  world.journal.effect("order.update_refused", { orderId: target.doc.orderId, orderKey: target.doc.orderKey, orderStatus });
  if (world.switches.finalOrderUpdate === "ignore") return { record: target, isNewWork: false };
  throw ruleError(`The order cannot be updated because it is ${orderStatus}.`);
}

/** Tells subscribers once per import and store about the orders of one call. */
export function notifyImported(world: World, outcomes: UpsertOutcome[], importBatch: string): void {
  const stores = new Set(outcomes.filter(outcome => outcome.isNewWork).map(({ record }) => record.doc.advancedOptions.storeId));
  for (const { record, isNewWork } of outcomes) if (isNewWork) record.importBatch = importBatch;
  for (const storeId of stores) {
    for (const event of ["ORDER_NOTIFY", "ITEM_ORDER_NOTIFY"] as const) {
      world.webhooks.notify({
        event,
        storeId,
        path: sub => `/orders?${sub.storeId === null ? "" : `storeID=${sub.storeId}&`}importBatch=${importBatch}`,
      });
    }
  }
}
