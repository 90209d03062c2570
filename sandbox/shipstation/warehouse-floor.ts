import { buyLabel, type LabelBatch, type LabelRequest, newBatch, notifyShipped } from "./labels";
import { cancelOrder, holdOrder, markOrderAsShipped, restoreFromHold } from "./order-actions";
import type { Order, OrderRecord } from "./order-types";
import { formatWallDate } from "./pacific-time";
import { CATALOG } from "./seed-data";
import { childrenOf, getOrderRecord } from "./settle-order";
import type { Fulfillment, Shipment, ShipmentRecord } from "./shipment-types";
import { isWholeOrder, mergeOrders, type PartLine, splitOrder } from "./split-order";
import { ruleError } from "./vendor-error";
import { voidShipment } from "./void-label";
import { type World, wallNow } from "./world";

/** What people in the warehouse do, outside the API: the hands behind the page and the control. */

/** Names one order: by its id, or by key or number (then the first part that is still open). */
export interface OrderChoice {
  orderId?: number;
  orderKey?: string;
  orderNumber?: string;
}

export interface ShipChoice extends OrderChoice {
  /** Less than the whole order makes a split part and ships that. */
  lines?: PartLine[];
  carrier?: string;
  service?: string;
  /** How many boxes, each with its own label. */
  packages?: number;
  /** A number of one's own for the first box. */
  trackingNumber?: string;
  shipDate?: string;
}

export interface LabelChoice {
  shipmentId?: number;
  trackingNumber?: string;
}

const DAY_MS = 86_400_000;

/** The order meant. @throws VendorError when there is none */
export function chooseOrder(world: World, choice: OrderChoice): OrderRecord {
  if (choice.orderId !== undefined) return getOrderRecord(world, Number(choice.orderId));
  const { orderKey, orderNumber } = choice;
  const found = orderKey
    ? (world.state.orderIdsByKey.get(orderKey) ?? []).flatMap(id => world.state.orders.get(id) ?? [])
    : [...world.state.orders.values()].filter(({ active, doc }) => active && doc.orderNumber === orderNumber);
  const record = found.find(({ doc, isContainer }) => !isContainer && doc.orderStatus === "awaiting_shipment") ?? found.at(-1);
  if (!record) throw ruleError(`No such order: ${orderKey ?? orderNumber ?? "name one by orderId, orderKey or orderNumber"}.`);
  return record;
}

function labelRequest({ doc }: OrderRecord, choice: ShipChoice): LabelRequest {
  const isAbroad = (doc.shipTo.country ?? "US").toUpperCase() !== "US";
  const own = doc.carrierCode && CATALOG[doc.carrierCode]?.services.some(service => service.code === doc.serviceCode) ? doc : null;
  const carrierCode = choice.carrier ?? own?.carrierCode ?? "ups_walleted";
  const first = CATALOG[carrierCode]?.services.find(service => (isAbroad ? service.international : service.domestic));
  const serviceCode = choice.service ?? (carrierCode === own?.carrierCode ? own.serviceCode : null) ?? first?.code ?? "";
  return { carrierCode, serviceCode, ...(choice.shipDate ? { shipDate: choice.shipDate } : {}) };
}

function openParts(world: World, record: OrderRecord): OrderRecord[] {
  if (!record.isContainer) return [record];
  const parts = childrenOf(world, record).filter(({ doc }) => doc.orderStatus === "awaiting_shipment");
  if (parts.length === 0) throw ruleError("No part of this order is awaiting shipment.");
  return parts;
}

function shipWhole(world: World, record: OrderRecord, choice: ShipChoice, batch?: LabelBatch): ShipmentRecord[] {
  if (record.doc.orderStatus !== "awaiting_shipment") throw ruleError(`The order is ${record.doc.orderStatus}, not awaiting shipment.`);
  const request = labelRequest(record, choice);
  const boxes = Math.max(1, Number(choice.packages ?? 1));
  return Array.from({ length: boxes }, (_, box) =>
    buyLabel(world, record, {
      ...request,
      ...(batch ? { batch } : {}),
      ...(box === 0 && choice.trackingNumber ? { trackingNumber: choice.trackingNumber } : {}),
    }),
  );
}

function holdsLines({ doc }: OrderRecord, lines: PartLine[]): boolean {
  return lines.every(line =>
    doc.items.some(
      item =>
        (line.orderItemId === undefined
          ? line.lineItemKey === undefined || item.lineItemKey === line.lineItemKey
          : item.orderItemId === line.orderItemId) &&
        (line.sku === undefined || item.sku === line.sku) &&
        item.quantity >= line.quantity,
    ),
  );
}

/** Ships an order, all its open parts, or some lines of it (as a split part). @throws VendorError */
export function ship(world: World, choice: ShipChoice): { shipments: Shipment[]; orders: Order[] } {
  const parts = openParts(world, chooseOrder(world, choice));
  const lines = choice.lines?.map(line => ({ ...line, quantity: Number(line.quantity) })).filter(line => line.quantity > 0);
  let targets = parts;
  if (lines && lines.length > 0) {
    const source = parts.find(part => holdsLines(part, lines)) ?? parts[0];
    if (!source) throw ruleError("No part of this order is awaiting shipment.");
    targets = [isWholeOrder(source, lines) ? source : splitOrder(world, source, lines).part];
  }
  const records = targets.flatMap(target => shipWhole(world, target, choice));
  notifyShipped(world, records);
  return { shipments: records.map(({ doc }) => doc), orders: targets.map(({ doc }) => doc) };
}

/** Ships the next orders, oldest first, as one batch: one webhook for all. */
export function shipAll(world: World, choice: { count?: number; carrier?: string; service?: string }): { shipments: Shipment[] } {
  const count = Number(choice.count ?? 10);
  const batch = newBatch(world);
  const records: ShipmentRecord[] = [];
  for (const record of world.state.orders.values()) {
    if (records.length >= count) break;
    if (!record.active || record.isContainer || record.doc.orderStatus !== "awaiting_shipment") continue;
    const { carrier, service } = choice;
    records.push(...shipWhole(world, record, { ...(carrier ? { carrier } : {}), ...(service ? { service } : {}) }, batch));
  }
  notifyShipped(world, records);
  return { shipments: records.map(({ doc }) => doc) };
}

/** A second box: one more label on the same order. @throws VendorError before the first label */
export function labelAgain(world: World, choice: ShipChoice): { shipments: Shipment[] } {
  const record = chooseOrder(world, choice);
  if (record.doc.orderStatus !== "shipped") throw ruleError("Ship the order first; then it can get a second box.");
  const request = labelRequest(record, choice);
  const label = buyLabel(world, record, { ...request, ...(choice.trackingNumber ? { trackingNumber: choice.trackingNumber } : {}) });
  notifyShipped(world, [label]);
  return { shipments: [label.doc] };
}

/** A return label: an ordinary row with `isReturnLabel`, no webhook, no change of the order. @throws VendorError */
export function returnLabel(world: World, choice: ShipChoice): { shipments: Shipment[] } {
  const record = chooseOrder(world, choice);
  const label = buyLabel(world, record, { ...labelRequest(record, choice), isReturnLabel: true });
  return { shipments: [label.doc] };
}

/** Voids a label by its id or tracking number. @throws VendorError when unknown or voided already */
export function voidByHand(world: World, choice: LabelChoice): Shipment {
  const { shipmentId, trackingNumber } = choice;
  const record =
    shipmentId === undefined
      ? [...world.state.shipments.values()].find(({ doc }) => doc.trackingNumber === trackingNumber && !doc.voided)
      : world.state.shipments.get(Number(shipmentId));
  if (!record) throw ruleError("No such label.");
  if (record.doc.voided) throw ruleError("The label has already been voided.");
  voidShipment(world, record);
  return record.doc;
}

/** Splits lines off into a part of its own, without shipping it. @throws VendorError */
export function split(world: World, choice: OrderChoice & { lines: PartLine[] }): { part: Order; rest: Order } {
  const lines = choice.lines.map(line => ({ ...line, quantity: Number(line.quantity) }));
  const parts = openParts(world, chooseOrder(world, choice));
  const source = parts.find(candidate => holdsLines(candidate, lines)) ?? parts[0];
  if (!source) throw ruleError("No part of this order is awaiting shipment.");
  const { part, rest } = splitOrder(world, source, lines);
  return { part: part.doc, rest: rest.doc };
}

export function merge(world: World, choice: { orderIds: number[] }): Order {
  return mergeOrders(
    world,
    choice.orderIds.map(orderId => getOrderRecord(world, Number(orderId))),
  ).doc;
}

/** Shipped elsewhere: a fulfilment, no label. @throws VendorError */
export function markShipped(world: World, choice: OrderChoice & { carrier?: string; trackingNumber?: string }): Fulfillment {
  const record = chooseOrder(world, choice);
  return markOrderAsShipped(world, record, { carrierCode: choice.carrier ?? "other", trackingNumber: choice.trackingNumber ?? null }).doc;
}

export function cancel(world: World, choice: OrderChoice): Order {
  const record = chooseOrder(world, choice);
  cancelOrder(world, record);
  return record.doc;
}

/** Holds until a date, a week from now unless told. @throws VendorError */
export function hold(world: World, choice: OrderChoice & { until?: string }): Order {
  const record = chooseOrder(world, choice);
  holdOrder(world, record, choice.until ?? formatWallDate(wallNow(world) + 7 * DAY_MS));
  return record.doc;
}

export function release(world: World, choice: OrderChoice): Order {
  const record = chooseOrder(world, choice);
  restoreFromHold(world, { orderId: record.doc.orderId });
  return record.doc;
}
