import type { Carrier, Store, Warehouse } from "./account-types";
import type { Address } from "./order-types";

/** The account as it is on the first day: what a new ShipStation user would find after ten minutes of setting up. */

export interface CarrierCatalog {
  services: { code: string; name: string; domestic: boolean; international: boolean; baseCost: number }[];
  packages: { code: string; name: string; domestic: boolean; international: boolean }[];
}

export const FIRST_CARRIERS: Carrier[] = [
  {
    name: "Stamps.com",
    code: "stamps_com",
    accountNumber: "SS123",
    requiresFundedAccount: true,
    balance: 5000,
    nickname: null,
    shippingProviderId: 104211,
    primary: true,
  },
  {
    name: "UPS",
    code: "ups_walleted",
    accountNumber: "84F20E",
    requiresFundedAccount: true,
    balance: 5000,
    nickname: "UPS by ShipStation",
    shippingProviderId: 104212,
    primary: true,
  },
  {
    name: "FedEx",
    code: "fedex",
    accountNumber: "297929999",
    requiresFundedAccount: false,
    balance: 0,
    nickname: null,
    shippingProviderId: 104213,
    primary: true,
  },
];

const domestic = (code: string, name: string, baseCost: number) => ({ code, name, domestic: true, international: false, baseCost });
const abroad = (code: string, name: string, baseCost: number) => ({ code, name, domestic: false, international: true, baseCost });
const box = (code: string, name: string, isDomestic = true, isAbroad = true) => ({
  code,
  name,
  domestic: isDomestic,
  international: isAbroad,
});

export const CATALOG: Record<string, CarrierCatalog> = {
  stamps_com: {
    services: [
      domestic("usps_ground_advantage", "USPS Ground Advantage", 4.75),
      domestic("usps_first_class_mail", "USPS First Class Mail", 3.9),
      domestic("usps_media_mail", "USPS Media Mail", 3.65),
      domestic("usps_priority_mail", "USPS Priority Mail", 7.9),
      domestic("usps_priority_mail_express", "USPS Priority Mail Express", 28.75),
      abroad("usps_first_class_mail_international", "USPS First Class Mail Intl", 14.2),
      abroad("usps_priority_mail_international", "USPS Priority Mail Intl", 41.5),
    ],
    packages: [
      box("package", "Package"),
      box("thick_envelope", "Thick Envelope"),
      box("large_envelope_or_flat", "Large Envelope or Flat"),
      box("flat_rate_envelope", "Flat Rate Envelope"),
      box("small_flat_rate_box", "Small Flat Rate Box"),
      box("medium_flat_rate_box", "Medium Flat Rate Box"),
      box("large_flat_rate_box", "Large Flat Rate Box"),
      box("regional_rate_box_a", "Regional Rate Box A", true, false),
    ],
  },
  ups_walleted: {
    services: [
      domestic("ups_ground", "UPS® Ground", 9.1),
      domestic("ups_ground_saver", "UPS® Ground Saver", 7.2),
      domestic("ups_3_day_select", "UPS 3 Day Select®", 16.4),
      domestic("ups_2nd_day_air", "UPS 2nd Day Air®", 22.8),
      domestic("ups_next_day_air_saver", "UPS Next Day Air Saver®", 39.6),
      domestic("ups_next_day_air", "UPS Next Day Air®", 44.1),
      abroad("ups_standard_international", "UPS Standard®", 24.3),
      abroad("ups_worldwide_saver", "UPS Worldwide Saver®", 68.2),
    ],
    packages: [
      box("package", "Package"),
      box("ups_letter", "UPS Letter"),
      box("ups_express_pak", "UPS Express® Pak"),
      box("ups_express_box", "UPS Express® Box"),
      box("ups_tube", "UPS Tube"),
    ],
  },
  fedex: {
    services: [
      domestic("fedex_ground", "FedEx Ground®", 8.25),
      domestic("fedex_home_delivery", "FedEx Home Delivery®", 8.9),
      domestic("fedex_express_saver", "FedEx Express Saver®", 14.28),
      domestic("fedex_2day", "FedEx 2Day®", 20.03),
      domestic("fedex_2day_am", "FedEx 2Day® A.M.", 23.04),
      domestic("fedex_standard_overnight", "FedEx Standard Overnight®", 46.96),
      domestic("fedex_priority_overnight", "FedEx Priority Overnight®", 50.23),
      domestic("fedex_first_overnight", "FedEx First Overnight®", 87.8),
      abroad("fedex_ground_international", "FedEx Ground® International", 22.4),
      abroad("fedex_international_economy", "FedEx International Economy®", 61.9),
      abroad("fedex_international_priority", "FedEx International Priority®", 74.5),
    ],
    packages: [
      box("package", "Package"),
      box("fedex_envelope", "FedEx Envelope"),
      box("fedex_pak", "FedEx Pak"),
      box("fedex_small_box", "FedEx® Small Box"),
      box("fedex_medium_box", "FedEx® Medium Box"),
      box("fedex_large_box", "FedEx® Large Box"),
    ],
  },
};

export const MARKETPLACES = [
  { name: "ShipStation", marketplaceId: 0, canRefresh: false, canConfirmShipments: false },
  { name: "3DCart", marketplaceId: 23, canRefresh: true, canConfirmShipments: true },
  { name: "Amazon", marketplaceId: 2, canRefresh: true, canConfirmShipments: true },
  { name: "Amazon CA", marketplaceId: 32, canRefresh: true, canConfirmShipments: true },
  { name: "WooCommerce", marketplaceId: 36, canRefresh: true, canConfirmShipments: true },
].map(entry => ({ ...entry, supportsCustomMappings: true, supportsCustomStatuses: false }));

export const FIRST_TAGS = [
  { tagId: 8362, name: "Backorder", color: "#800080" },
  { tagId: 8324, name: "Canada", color: "#ff0000" },
  { tagId: 8336, name: "Fragile", color: "#33CCCC" },
  { tagId: 8221, name: "Repeat Buyer", color: "#CC99FF" },
];

export const FIRST_USERS = [
  { userId: "123456ab-ab12-3c4d-5e67-89f1abc1defa", userName: "SS-user1", name: "Shipping Employee 1", active: true },
  { userId: "c9f06d74-95de-4263-9b04-e87095cababf", userName: "SS-user2", name: "Shipping Employee 2", active: true },
  { userId: "5b0f6a3e-7d1c-4f0e-9a55-1f1f0a6f2c11", userName: "SS-user3", name: "Former Employee", active: false },
];

const STATUS_MAPPINGS = [
  { orderStatus: "awaiting_payment", statusKey: "Pending" },
  { orderStatus: "awaiting_shipment", statusKey: "Processing" },
  { orderStatus: "shipped", statusKey: "Completed" },
  { orderStatus: "cancelled", statusKey: "Cancelled" },
  { orderStatus: "on_hold", statusKey: "On-hold" },
];

const STORE_BASE = {
  accountName: null,
  email: null,
  active: true,
  companyName: "",
  phone: "",
  publicEmail: "",
  website: "",
  refreshDate: null,
  lastRefreshAttempt: null,
  createDate: "2024-07-25T11:05:55.307",
  modifyDate: "2024-11-12T08:45:20.55",
};

export const FIRST_STORES: Store[] = [
  {
    ...STORE_BASE,
    storeId: 22766,
    storeName: "Manual Orders",
    marketplaceId: 0,
    marketplaceName: "ShipStation",
    integrationUrl: null,
    autoRefresh: false,
    statusMappings: null,
  },
  {
    ...STORE_BASE,
    storeId: 25748,
    storeName: "WooCommerce Store",
    marketplaceId: 36,
    marketplaceName: "WooCommerce",
    integrationUrl: "http://shop.example/",
    autoRefresh: true,
    refreshDate: "2024-11-26T22:28:14.07",
    lastRefreshAttempt: "2024-11-26T14:28:14.07",
    statusMappings: STATUS_MAPPINGS,
  },
];

function warehouseAddress(name: string, company: string, place: [street: string, city: string, state: string, zip: string]): Address {
  const [street1, city, state, postalCode] = place;
  const rest = { street2: "", street3: null, country: "US", phone: "512-555-5555", residential: false, addressVerified: null };
  return { name, company, street1, city, state, postalCode, ...rest };
}

function warehouse(id: number, name: string, place: [string, string, string, string]): Warehouse {
  const address = warehouseAddress(name, "Northgate Fulfillment", place);
  const returnAddress = { ...address, residential: null };
  return {
    warehouseId: id,
    warehouseName: name,
    originAddress: address,
    returnAddress,
    createDate: "2024-05-27T09:54:29.9600000",
    isDefault: id === 14265,
  };
}

export const FIRST_WAREHOUSES: Warehouse[] = [
  warehouse(14265, "Austin", ["2815 Exposition Blvd", "Austin", "TX", "78703"]),
  warehouse(17977, "Elmhurst", ["123 S Spring Rd", "Elmhurst", "IL", "60126"]),
];
