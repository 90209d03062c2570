import type { WallTime } from "./pacific-time";

/** ShipStation V1 documents as they are answered, and the records kept behind them. An **order** is what is to be shipped; a **shipment** is one label. */

export const ORDER_STATUSES = [
  "awaiting_payment",
  "awaiting_shipment",
  "pending_fulfillment",
  "shipped",
  "on_hold",
  "cancelled",
  "rejected_fulfillment",
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export interface Address {
  name: string | null;
  company: string | null;
  street1: string | null;
  street2: string | null;
  street3: string | null;
  city: string | null;
  state: string | null;
  postalCode: string | null;
  country: string | null;
  phone: string | null;
  residential: boolean | null;
  addressVerified: string | null;
}

export interface Weight {
  value: number;
  units: string;
  WeightUnits: number;
}

export interface Dimensions {
  units: string;
  length: number;
  width: number;
  height: number;
}

export interface InsuranceOptions {
  provider: string | null;
  insureShipment: boolean;
  insuredValue: number;
}

export interface OrderItem {
  orderItemId: number;
  lineItemKey: string | null;
  sku: string | null;
  name: string;
  imageUrl: string | null;
  weight: Weight | null;
  quantity: number;
  unitPrice: number | null;
  taxAmount: number | null;
  shippingAmount: number | null;
  warehouseLocation: string | null;
  options: { name: string; value: string }[];
  productId: number | null;
  fulfillmentSku: string | null;
  adjustment: boolean;
  upc: string | null;
  createDate: string;
  modifyDate: string;
}

export interface AdvancedOptions {
  warehouseId: number | null;
  nonMachinable: boolean;
  saturdayDelivery: boolean;
  containsAlcohol: boolean;
  mergedOrSplit: boolean;
  mergedIds: number[];
  parentId: number | null;
  storeId: number | null;
  customField1: string | null;
  customField2: string | null;
  customField3: string | null;
  source: string | null;
  billToParty: string | null;
  billToAccount: string | null;
  billToPostalCode: string | null;
  billToCountryCode: string | null;
  billToMyOtherAccount: number | null;
}

export interface Order {
  orderId: number;
  orderNumber: string;
  orderKey: string;
  orderDate: string;
  createDate: string;
  modifyDate: string;
  paymentDate: string | null;
  shipByDate: string | null;
  orderStatus: OrderStatus;
  customerId: number | null;
  customerUsername: string | null;
  customerEmail: string | null;
  billTo: Address;
  shipTo: Address;
  items: OrderItem[];
  orderTotal: number;
  amountPaid: number;
  taxAmount: number;
  shippingAmount: number;
  customerNotes: string | null;
  internalNotes: string | null;
  gift: boolean;
  giftMessage: string | null;
  paymentMethod: string | null;
  requestedShippingService: string | null;
  carrierCode: string | null;
  serviceCode: string | null;
  packageCode: string | null;
  confirmation: string | null;
  shipDate: string | null;
  holdUntilDate: string | null;
  weight: Weight;
  dimensions: Dimensions | null;
  insuranceOptions: InsuranceOptions;
  internationalOptions: { contents: string | null; customsItems: unknown[] | null; nonDelivery: string | null };
  advancedOptions: AdvancedOptions;
  tagIds: number[] | null;
  userId: string | null;
  externallyFulfilled: boolean;
  externallyFulfilledBy: string | null;
  externallyFulfilledById: number | null;
  externallyFulfilledByName: string | null;
}

/** An order and what the account knows about it beside the document. */
export interface OrderRecord {
  doc: Order;
  createdWall: WallTime;
  modifiedWall: WallTime;
  orderWall: WallTime;
  paymentWall: WallTime | null;
  /** False after DELETE, or when merged into another order: out of every list. */
  active: boolean;
  isDeleted: boolean;
  importBatch: string;
  /** Split parts of this order. */
  childIds: number[];
  /** True when the parts hold the lines and this record only waits for them. */
  isContainer: boolean;
  mergedIntoId: number | null;
}
