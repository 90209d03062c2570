import type { Address } from "./order-types";

/** What the account holds beside orders and labels. */

export const WEBHOOK_EVENTS = [
  "ORDER_NOTIFY",
  "ITEM_ORDER_NOTIFY",
  "SHIP_NOTIFY",
  "ITEM_SHIP_NOTIFY",
  "FULFILLMENT_SHIPPED",
  "FULFILLMENT_REJECTED",
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export interface Subscription {
  id: number;
  event: WebhookEvent;
  targetUrl: string;
  storeId: number | null;
  name: string | null;
}

export interface Product {
  productId: number;
  sku: string;
  name: string;
  price: number;
  active: boolean;
  createDate: string;
  modifyDate: string;
  [field: string]: unknown;
}

export interface Customer {
  customerId: number;
  createDate: string;
  modifyDate: string;
  name: string | null;
  company: string | null;
  street1: string | null;
  street2: string | null;
  city: string | null;
  state: string | null;
  postalCode: string | null;
  countryCode: string | null;
  phone: string | null;
  email: string | null;
  addressVerified: string | null;
  marketplaceUsernames: Record<string, unknown>[];
  tags: { tagId: number; name: string }[];
}

export interface Store {
  storeId: number;
  storeName: string;
  marketplaceId: number;
  marketplaceName: string;
  accountName: string | null;
  email: string | null;
  integrationUrl: string | null;
  active: boolean;
  companyName: string;
  phone: string;
  publicEmail: string;
  website: string;
  refreshDate: string | null;
  lastRefreshAttempt: string | null;
  createDate: string;
  modifyDate: string;
  autoRefresh: boolean;
  statusMappings: { orderStatus: string; statusKey: string }[] | null;
}

export interface Warehouse {
  warehouseId: number;
  warehouseName: string;
  originAddress: Address;
  returnAddress: Address;
  createDate: string;
  isDefault: boolean;
}

export interface Carrier {
  name: string;
  code: string;
  accountNumber: string;
  requiresFundedAccount: boolean;
  balance: number;
  nickname: string | null;
  shippingProviderId: number;
  primary: boolean;
}
