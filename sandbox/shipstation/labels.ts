import { cents } from "./json-fields";
import type { Address, Dimensions, InsuranceOptions, OrderItem, OrderRecord, Weight } from "./order-types";
import { formatWall, formatWallDate, parseWall } from "./pacific-time";
import { checkService, labelCost } from "./rates";
import { hasLiveLabel, settleOrder } from "./settle-order";
import type { Shipment, ShipmentItem, ShipmentRecord } from "./shipment-types";
import { trackingNumberFor } from "./tracking-number";
import { ruleError } from "./vendor-error";
import { type World, wallNow } from "./world";

export interface LabelRequest {
  carrierCode: string;
  serviceCode: string;
  packageCode?: string | null;
  confirmation?: string | null;
  shipDate?: string | null;
  weight?: Weight | null;
  dimensions?: Dimensions | null;
  insuranceOptions?: InsuranceOptions;
  /** A number of one's own, to put one number on two orders. */
  trackingNumber?: string;
  isReturnLabel?: boolean;
  isTest?: boolean;
  /** Labels bought in one go share both. */
  batch?: LabelBatch;
}

export interface LabelBatch {
  batchId: number;
  batchNumber: string;
}

export function newBatch(world: World): LabelBatch {
  return { batchId: world.state.next("batch"), batchNumber: String(world.state.next("batchNumber")) };
}

export function toShipmentItem(item: OrderItem): ShipmentItem {
  const { orderItemId, lineItemKey, sku, name, imageUrl, weight, quantity, unitPrice } = item;
  const { warehouseLocation, options, productId, fulfillmentSku } = item;
  return {
    orderItemId,
    lineItemKey,
    sku,
    name,
    imageUrl,
    weight,
    quantity,
    unitPrice,
    warehouseLocation,
    options,
    productId,
    fulfillmentSku,
  };
}

function itemsOnLabel(world: World, order: OrderRecord, isReturnLabel: boolean): ShipmentItem[] {
  const isFurther = !isReturnLabel && hasLiveLabel(world, order.doc.orderId);
  if (isFurther && world.switches.secondLabelItems === "empty") return [];
  return order.doc.items.filter(item => !item.adjustment).map(toShipmentItem);
}

interface LabelOrigin {
  order: OrderRecord | null;
  shipTo: Address;
  items: ShipmentItem[] | null;
}

function buildShipment(world: World, request: LabelRequest, { order, shipTo, items }: LabelOrigin): ShipmentRecord {
  const wall = wallNow(world);
  const shipWall = parseWall(request.shipDate ?? "", false) ?? wall;
  const doc = order?.doc ?? null;
  const advanced = doc?.advancedOptions;
  const shipment: Shipment = {
    shipmentId: world.state.next("shipment"),
    orderId: doc?.orderId ?? null,
    orderKey: doc?.orderKey ?? null,
    userId: doc?.userId ?? world.state.users[0]?.userId ?? "",
    customerEmail: doc?.customerEmail ?? null,
    orderNumber: doc?.orderNumber ?? null,
    createDate: formatWall(wall),
    shipDate: formatWallDate(shipWall),
    shipmentCost: request.isTest ? 0 : labelCost(request.carrierCode, request.serviceCode, request.weight ?? doc?.weight ?? null),
    insuranceCost: 0,
    trackingNumber: request.trackingNumber ?? trackingNumberFor(request.carrierCode, world.state.next("tracking")),
    isReturnLabel: request.isReturnLabel ?? false,
    batchNumber: request.batch?.batchNumber ?? null,
    carrierCode: request.carrierCode,
    serviceCode: request.serviceCode,
    packageCode: request.packageCode ?? "package",
    confirmation: request.confirmation ?? doc?.confirmation ?? "none",
    warehouseId: advanced?.warehouseId ?? world.state.warehouses[0]?.warehouseId ?? null,
    voided: false,
    voidDate: null,
    marketplaceNotified: false,
    notifyErrorMessage: null,
    shipTo,
    weight: request.weight ?? doc?.weight ?? null,
    dimensions: request.dimensions ?? doc?.dimensions ?? null,
    insuranceOptions: request.insuranceOptions ?? doc?.insuranceOptions ?? { provider: null, insureShipment: false, insuredValue: 0 },
    advancedOptions: {
      billToParty: advanced?.billToParty ?? null,
      billToAccount: advanced?.billToAccount ?? null,
      billToPostalCode: advanced?.billToPostalCode ?? null,
      billToCountryCode: advanced?.billToCountryCode ?? null,
      storeId: advanced?.storeId ?? null,
    },
    shipmentItems: items,
    labelData: null,
    formData: null,
  };
  const batchId = request.batch?.batchId ?? world.state.next("batch");
  return {
    doc: shipment,
    createdWall: wall,
    shipWall: parseWall(shipment.shipDate, false) ?? wall,
    voidWall: null,
    batchId,
    isPickedUp: false,
  };
}

function keepLabel(world: World, record: ShipmentRecord, isTest: boolean): void {
  world.state.addShipment(record);
  const { shipmentId, orderId, orderKey, trackingNumber, carrierCode, serviceCode, isReturnLabel, shipmentItems, shipmentCost } =
    record.doc;
  const carrier = world.state.carriers.find(entry => entry.code === carrierCode);
  if (carrier?.requiresFundedAccount && !isTest) carrier.balance = cents(carrier.balance - shipmentCost);
  const items = shipmentItems?.map(({ lineItemKey, sku, quantity }) => ({ lineItemKey, sku, quantity })) ?? null;
  world.journal.effect("shipment.created", {
    shipmentId,
    orderId,
    orderKey,
    trackingNumber,
    carrierCode,
    serviceCode,
    isReturnLabel,
    items,
  });
}

function checkMayShip({ doc, isContainer }: OrderRecord, isReturnLabel: boolean): void {
  if (isContainer) throw ruleError("The order has been split; make the labels on its parts.");
  if (isReturnLabel || doc.orderStatus === "awaiting_shipment" || doc.orderStatus === "shipped") return;
  throw ruleError(`A label cannot be created for an order that is ${doc.orderStatus}.`);
}

/** Buys one label for an order. A further label repeats all items, unless switched. @throws VendorError when the order or the service forbids it */
export function buyLabel(world: World, order: OrderRecord, request: LabelRequest): ShipmentRecord {
  const isReturnLabel = request.isReturnLabel ?? false;
  checkMayShip(order, isReturnLabel);
  checkService(world, request.carrierCode, request.serviceCode);
  const items = itemsOnLabel(world, order, isReturnLabel);
  const record = buildShipment(world, request, { order, shipTo: { ...order.doc.shipTo }, items });
  keepLabel(world, record, request.isTest ?? false);
  if (isReturnLabel) return record;
  const { carrierCode, serviceCode, packageCode, shipDate } = record.doc;
  Object.assign(order.doc, { carrierCode, serviceCode, packageCode, shipDate });
  settleOrder(world, order);
  return record;
}

/** Buys a label that belongs to no order. @throws VendorError */
export function buyLooseLabel(world: World, request: LabelRequest, shipTo: Address): ShipmentRecord {
  checkService(world, request.carrierCode, request.serviceCode);
  const record = buildShipment(world, request, { order: null, shipTo, items: null });
  keepLabel(world, record, request.isTest ?? false);
  return record;
}

/** Tells subscribers about outbound labels, once per batch and store. Return labels tell nothing (ShipStation: Webhooks). */
export function notifyShipped(world: World, records: ShipmentRecord[]): void {
  const calls = new Map<string, { batchId: number; storeId: number | null }>();
  for (const { doc, batchId } of records) {
    if (!doc.isReturnLabel) calls.set(`${batchId}:${doc.advancedOptions.storeId}`, { batchId, storeId: doc.advancedOptions.storeId });
  }
  for (const { batchId, storeId } of calls.values()) {
    for (const event of ["SHIP_NOTIFY", "ITEM_SHIP_NOTIFY"] as const) {
      const items = event === "ITEM_SHIP_NOTIFY" ? "True" : "False";
      const path = (store: number | null) =>
        `/shipments?${store === null ? "" : `storeID=${store}&`}batchId=${batchId}&includeShipmentItems=${items}`;
      world.webhooks.notify({ event, storeId, path: subscription => path(subscription.storeId) });
    }
  }
}
