import type { SourceKind, SourceOrder } from "@/lib/orders/source-order";
import { type Fields, instant, text } from "./envelope";
import { normaliseSalesOrder } from "./normalise-sales-order";
import { normaliseShipment } from "./normalise-shipment";

/** How one kind of record is listed and read. Field names are those of every Default endpoint from 20.200.001 on. */
export interface EntityKind {
  kind: SourceKind;
  /** The form in words, for messages. */
  subject: string;
  stampField: string;
  keyFields: string[];
  /** For a list: what becomes an order, and little else. */
  select: string[];
  expand: string[];
  normalise(record: Fields): SourceOrder;
}

const ADDRESS = ["AddressLine1", "AddressLine2", "City", "State", "PostalCode", "Country"];
const CONTACT = ["Attention", "BusinessName", "Email", "Phone1"];
const under = (parent: string, fields: string[]) => fields.map(field => `${parent}/${field}`);

const salesOrderLine = [
  "LineNbr",
  "InventoryID",
  "AlternateID",
  "LineDescription",
  "UOM",
  "OrderQty",
  "OpenQty",
  "QtyOnShipments",
  "UnitPrice",
  "WarehouseID",
  "Completed",
  "LineType",
  "Operation",
  "FreeItem",
  "MarkForPO",
  "POSource",
  "ShipOn",
  "ShippingRule",
  "CustomerOrderNbr",
  "TaxCategory",
];
const shipmentLine = [
  "LineNbr",
  "InventoryID",
  "Description",
  "UOM",
  "ShippedQty",
  "OrderedQty",
  "OpenQty",
  "OrderType",
  "OrderNbr",
  "OrderLineNbr",
  "WarehouseID",
  "LocationID",
  "LotSerialNbr",
  "FreeItem",
];

const SALES_ORDER: EntityKind = {
  kind: "SalesOrder",
  subject: "Sales Orders",
  stampField: "LastModified",
  keyFields: ["OrderType", "OrderNbr"],
  select: [
    "OrderType",
    "OrderNbr",
    "Status",
    "Hold",
    "CreditHold",
    "LastModified",
    "Date",
    "RequestedOn",
    "CustomerID",
    "LocationID",
    "CustomerOrder",
    "ExternalRef",
    "Description",
    "CurrencyID",
    "OrderTotal",
    "OrderedQty",
    "ShipVia",
    "PreferredWarehouseID",
    "Project",
    "PaymentMethod",
    ...under("Details", salesOrderLine),
    ...under("ShipToAddress", ADDRESS),
    ...under("ShipToContact", CONTACT),
  ],
  expand: ["Details", "ShipToAddress", "ShipToContact"],
  normalise: normaliseSalesOrder,
};

const SHIPMENT: EntityKind = {
  kind: "Shipment",
  subject: "Shipments",
  stampField: "LastModifiedDateTime",
  keyFields: ["ShipmentNbr"],
  select: [
    "ShipmentNbr",
    "Type",
    "Operation",
    "Status",
    "Hold",
    "LastModifiedDateTime",
    "CreatedDateTime",
    "ShipmentDate",
    "CustomerID",
    "LocationID",
    "WarehouseID",
    "ToWarehouseID",
    "Description",
    "ShipVia",
    "ShippedQty",
    "ShippedWeight",
    "PackageCount",
    "ShippingTerms",
    ...under("Details", shipmentLine),
    ...under("ShippingSettings/ShipToAddress", ADDRESS),
    ...under("ShippingSettings/ShipToContact", CONTACT),
  ],
  expand: ["Details", "ShippingSettings", "ShippingSettings/ShipToAddress", "ShippingSettings/ShipToContact"],
  normalise: normaliseShipment,
};

export const ENTITY_KINDS: Record<SourceKind, EntityKind> = { SalesOrder: SALES_ORDER, Shipment: SHIPMENT };

/** The record's key values in form order; null when one is missing (`<NEW>` counts as missing). */
export function keyValues(kind: EntityKind, record: Fields): string[] | null {
  const values = kind.keyFields.map(field => text(record, field));
  return values.every(value => value !== undefined && value !== "<NEW>") ? (values as string[]) : null;
}

/** Milliseconds of the record's last change, or null when it shows none. */
export function stampMs(kind: EntityKind, record: Fields): number | null {
  const at = instant(record, kind.stampField);
  return at === undefined ? null : Date.parse(at);
}
