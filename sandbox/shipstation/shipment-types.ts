import type { Address, AdvancedOptions, Dimensions, InsuranceOptions, Weight } from "./order-types";
import type { WallTime } from "./pacific-time";

/** One **shipment** is one label bought in ShipStation; a **fulfillment** is an order shipped elsewhere. */

export interface ShipmentItem {
  orderItemId: number;
  lineItemKey: string | null;
  sku: string | null;
  name: string;
  imageUrl: string | null;
  weight: Weight | null;
  quantity: number;
  unitPrice: number | null;
  warehouseLocation: string | null;
  options: { name: string; value: string }[];
  productId: number | null;
  fulfillmentSku: string | null;
}

export interface Shipment {
  shipmentId: number;
  orderId: number | null;
  orderKey: string | null;
  userId: string;
  customerEmail: string | null;
  orderNumber: string | null;
  createDate: string;
  shipDate: string;
  shipmentCost: number;
  insuranceCost: number;
  trackingNumber: string;
  isReturnLabel: boolean;
  batchNumber: string | null;
  carrierCode: string;
  serviceCode: string;
  packageCode: string | null;
  confirmation: string | null;
  warehouseId: number | null;
  voided: boolean;
  voidDate: string | null;
  marketplaceNotified: boolean;
  notifyErrorMessage: string | null;
  shipTo: Address;
  weight: Weight | null;
  dimensions: Dimensions | null;
  insuranceOptions: InsuranceOptions;
  advancedOptions: Pick<AdvancedOptions, "billToParty" | "billToAccount" | "billToPostalCode" | "billToCountryCode" | "storeId">;
  shipmentItems: ShipmentItem[] | null;
  labelData: null;
  formData: null;
}

export interface ShipmentRecord {
  doc: Shipment;
  createdWall: WallTime;
  shipWall: WallTime;
  voidWall: WallTime | null;
  batchId: number;
  /** True once a list has shown it to a client. */
  isPickedUp: boolean;
}

export interface Fulfillment {
  fulfillmentId: number;
  orderId: number;
  orderNumber: string;
  userId: string;
  customerEmail: string | null;
  trackingNumber: string | null;
  createDate: string;
  shipDate: string;
  voidDate: string | null;
  deliveryDate: string | null;
  carrierCode: string;
  sellerFillProviderId: number | null;
  sellerFillProviderName: string | null;
  fulfillmentProviderCode: string | null;
  fulfillmentServiceCode: string | null;
  fulfillmentFee: number;
  voidRequested: boolean;
  voided: boolean;
  marketplaceNotified: boolean;
  notifyErrorMessage: string | null;
  shipTo: Address;
}

export interface FulfillmentRecord {
  doc: Fulfillment;
  createdWall: WallTime;
  shipWall: WallTime;
  storeId: number | null;
}
