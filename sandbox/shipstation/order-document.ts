import { asBoolean, asNumber, asObject, asText, cents, isObject, type Json } from "./json-fields";
import type { Address, AdvancedOptions, Dimensions, InsuranceOptions, Order, OrderItem, Weight } from "./order-types";
import { formatWall, formatWallDate, formatWallShort, parseWall, type WallTime } from "./pacific-time";

/** How much of the account a document needs while it is built. */
export interface DocumentContext {
  wall: WallTime;
  honourOffsets: boolean;
  nextItemId: () => number;
  productIdOf: (item: OrderItem) => number | null;
  overwriteCustoms: boolean;
}

const WEIGHT_UNITS: Record<string, number> = { pounds: 0, ounces: 1, grams: 2 };

export function buildWeight(value: unknown): Weight | null {
  if (!isObject(value)) return null;
  const units = asText(value.units) ?? "ounces";
  return { value: asNumber(value.value) ?? 0, units, WeightUnits: WEIGHT_UNITS[units] ?? 1 };
}

export function buildDimensions(value: unknown): Dimensions | null {
  if (!isObject(value)) return null;
  const side = (field: string) => asNumber(value[field]) ?? 0;
  return { units: asText(value.units) ?? "inches", length: side("length"), width: side("width"), height: side("height") };
}

export function buildInsurance(value: unknown): InsuranceOptions {
  const given = asObject(value);
  return {
    provider: asText(given.provider),
    insureShipment: asBoolean(given.insureShipment) ?? false,
    insuredValue: asNumber(given.insuredValue) ?? 0,
  };
}

/** The account's own check of a delivery address; bill-to addresses are never checked. */
function verdict(address: Address): string {
  if ((address.country ?? "US").toUpperCase() !== "US") return "Address not yet validated";
  const isWhole = address.street1 && address.city && address.state && /^\d{5}(-\d{4})?$/.test(address.postalCode ?? "");
  if (!isWhole) return "Address validation failed";
  return address.street2 ? "Address validation warning" : "Address validated successfully";
}

/** An address as it is answered. `isShipTo` adds the account's check, which also decides what is residential. */
export function buildAddress(value: unknown, isShipTo: boolean): Address {
  const given = asObject(value);
  const text = (field: string) => asText(given[field]);
  const address: Address = {
    name: text("name"),
    company: text("company"),
    street1: text("street1"),
    street2: text("street2"),
    street3: text("street3"),
    city: text("city"),
    state: text("state"),
    postalCode: text("postalCode"),
    country: text("country"),
    phone: text("phone"),
    residential: asBoolean(given.residential),
    addressVerified: null,
  };
  if (!isShipTo) return address;
  address.addressVerified = verdict(address);
  if (/successfully|warning/.test(address.addressVerified)) address.residential = address.company ? false : (address.residential ?? true);
  return address;
}

function buildOptions(value: unknown): { name: string; value: string }[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map(option => ({ name: asText(option.name) ?? "", value: asText(option.value) ?? "" }));
}

function buildItem(given: Json, previous: OrderItem | null, context: DocumentContext): OrderItem {
  const stamp = formatWallShort(context.wall);
  const item: OrderItem = {
    orderItemId: previous?.orderItemId ?? context.nextItemId(),
    lineItemKey: asText(given.lineItemKey),
    sku: asText(given.sku),
    name: asText(given.name) ?? "",
    imageUrl: asText(given.imageUrl),
    weight: buildWeight(given.weight),
    quantity: asNumber(given.quantity) ?? 1,
    unitPrice: asNumber(given.unitPrice),
    taxAmount: asNumber(given.taxAmount),
    shippingAmount: asNumber(given.shippingAmount),
    warehouseLocation: asText(given.warehouseLocation),
    options: buildOptions(given.options),
    productId: null,
    fulfillmentSku: asText(given.fulfillmentSku),
    adjustment: asBoolean(given.adjustment) ?? false,
    upc: asText(given.upc),
    createDate: previous?.createDate ?? stamp,
    modifyDate: stamp,
  };
  item.productId = context.productIdOf(item);
  return item;
}

/** The whole new set of lines. A line that keeps its `lineItemKey` keeps its `orderItemId`. */
function buildItems(value: unknown, previous: OrderItem[], context: DocumentContext): OrderItem[] {
  if (!Array.isArray(value)) return [];
  const free = [...previous];
  return value.filter(isObject).map(given => {
    const key = asText(given.lineItemKey);
    const index = key === null ? -1 : free.findIndex(item => item.lineItemKey === key);
    const [kept] = index >= 0 ? free.splice(index, 1) : [];
    return buildItem(given, kept ?? null, context);
  });
}

/** Σ quantity × unitPrice + tax + shipping; tax on items is not added (as on the vendor's own sample). */
export function orderTotal(order: Pick<Order, "items" | "taxAmount" | "shippingAmount">): number {
  const goods = order.items.reduce((sum, item) => sum + item.quantity * (item.unitPrice ?? 0), 0);
  return cents(goods + order.taxAmount + order.shippingAmount);
}

function totalWeight(items: OrderItem[]): Weight {
  const ounces = { pounds: 16, ounces: 1, grams: 0.035274 } as Record<string, number>;
  const value = items.reduce((sum, { weight, quantity }) => sum + (weight ? weight.value * (ounces[weight.units] ?? 1) * quantity : 0), 0);
  return { value: cents(value), units: "ounces", WeightUnits: 1 };
}

function buildInternational(value: unknown, items: OrderItem[], context: DocumentContext): Order["internationalOptions"] {
  const given = asObject(value);
  const sent = Array.isArray(given.customsItems) ? given.customsItems.filter(isObject) : null;
  const own = items.filter(item => !item.adjustment);
  const customs = context.overwriteCustoms
    ? own.map(item => ({
        description: item.name,
        quantity: item.quantity,
        value: item.unitPrice ?? 0,
        harmonizedTariffCode: null,
        countryOfOrigin: "US",
      }))
    : sent;
  return {
    contents: asText(given.contents),
    customsItems: customs?.map(entry => ({ customsItemId: String(context.nextItemId()), ...entry })) ?? null,
    nonDelivery: asText(given.nonDelivery),
  };
}

function buildAdvanced(value: unknown): AdvancedOptions {
  const given = asObject(value);
  return {
    warehouseId: asNumber(given.warehouseId),
    nonMachinable: asBoolean(given.nonMachinable) ?? false,
    saturdayDelivery: asBoolean(given.saturdayDelivery) ?? false,
    containsAlcohol: asBoolean(given.containsAlcohol) ?? false,
    mergedOrSplit: false,
    mergedIds: [],
    parentId: null,
    storeId: asNumber(given.storeId),
    customField1: asText(given.customField1),
    customField2: asText(given.customField2),
    customField3: asText(given.customField3),
    source: asText(given.source),
    billToParty: asText(given.billToParty),
    billToAccount: asText(given.billToAccount),
    billToPostalCode: asText(given.billToPostalCode),
    billToCountryCode: asText(given.billToCountryCode),
    billToMyOtherAccount: asNumber(given.billToMyOtherAccount),
  };
}

/** The fields a client may write. Read-only ones (ids, stamps, split marks) are the caller's to add. */
export type WritableOrder = Omit<Order, "orderId" | "orderKey" | "createDate" | "modifyDate" | "customerId" | "tagIds" | "userId">;

/** Builds the document from what was sent; everything left out is empty. The body must have passed the shape and rule checks. */
export function buildOrder(given: Json, previousItems: OrderItem[], context: DocumentContext): WritableOrder {
  const text = (field: string) => asText(given[field]);
  const money = (field: string) => asNumber(given[field]) ?? 0;
  const wallOf = (field: string) => parseWall(text(field) ?? "", context.honourOffsets);
  const full = (field: string) => (wallOf(field) === null ? null : formatWall(wallOf(field) ?? 0));
  const dateOnly = (field: string) => (wallOf(field) === null ? null : formatWallDate(wallOf(field) ?? 0));
  const items = buildItems(given.items, previousItems, context);
  const amounts = { items, taxAmount: money("taxAmount"), shippingAmount: money("shippingAmount") };
  return {
    orderNumber: text("orderNumber") ?? "",
    orderDate: full("orderDate") ?? formatWall(context.wall),
    paymentDate: full("paymentDate"),
    shipByDate: full("shipByDate"),
    orderStatus: given.orderStatus as Order["orderStatus"],
    customerUsername: text("customerUsername"),
    customerEmail: text("customerEmail"),
    billTo: buildAddress(given.billTo, false),
    shipTo: buildAddress(given.shipTo, true),
    ...amounts,
    orderTotal: orderTotal(amounts),
    amountPaid: money("amountPaid"),
    customerNotes: text("customerNotes"),
    internalNotes: text("internalNotes"),
    gift: asBoolean(given.gift) ?? false,
    giftMessage: text("giftMessage"),
    paymentMethod: text("paymentMethod"),
    requestedShippingService: text("requestedShippingService"),
    carrierCode: text("carrierCode"),
    serviceCode: text("serviceCode"),
    packageCode: text("packageCode"),
    confirmation: text("confirmation") ?? "none",
    shipDate: dateOnly("shipDate"),
    holdUntilDate: dateOnly("holdUntilDate"),
    weight: buildWeight(given.weight) ?? totalWeight(items),
    dimensions: buildDimensions(given.dimensions),
    insuranceOptions: buildInsurance(given.insuranceOptions),
    internationalOptions: buildInternational(given.internationalOptions, items, context),
    advancedOptions: buildAdvanced(given.advancedOptions),
    externallyFulfilled: asBoolean(given.externallyFulfilled) ?? false,
    externallyFulfilledBy: text("externallyFulfilledBy"),
    externallyFulfilledById: asNumber(given.externallyFulfilledById),
    externallyFulfilledByName: text("externallyFulfilledByName"),
  };
}
