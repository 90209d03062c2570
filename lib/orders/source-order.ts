import type { Quantity } from "@/lib/core/quantity";

/** Two ways an Acumatica store can be read, chosen per store and pinned on each order at import. */
export type OrderMode = "sales_order" | "shipment";

/** Which Acumatica record an order is. */
export type SourceKind = "SalesOrder" | "Shipment";

/**
 * What Acumatica's status word means for us. `open`: may be sent. `held`: on hold, credit hold, awaiting approval or payment.
 * `in_progress`: being shipped or already shipped there (Shipping, Confirmed, Back Order …). `over`: completed or invoiced. `cancelled`.
 */
export type SourceState = "open" | "held" | "in_progress" | "over" | "cancelled";

export interface Address {
  name: string;
  company?: string;
  attention?: string;
  line1?: string;
  line2?: string;
  line3?: string;
  city?: string;
  state?: string;
  postalCode?: string;
  /** ISO 3166 alpha-2. */
  country?: string;
  phone?: string;
  email?: string;
}

export interface SourceOrderLine {
  /** Acumatica LineNbr, as text: the reference that travels to the warehouse and back. */
  lineRef: string;
  sku: string;
  description?: string;
  uom?: string;
  /** Ordered in Acumatica. */
  orderedQuantity: Quantity;
  /** Still to ship: what is asked of the warehouse. */
  openQuantity: Quantity;
  unitPrice?: Quantity;
  erpWarehouseId?: string;
  /** False for completed lines and for miscellaneous charges. */
  shippable: boolean;
}

/** One Acumatica record in our words, before mapping. `raw` is the record whole. */
export interface SourceOrder {
  kind: SourceKind;
  /** `SO/SO004512` for a Sales Order, the shipment number for a Shipment. */
  key: string;
  number: string;
  orderType?: string;
  state: SourceState;
  /** Acumatica's own word. */
  statusLabel: string;
  modifiedAt: string;
  orderedAt?: string;
  requestedShipAt?: string;
  customerId?: string;
  locationId?: string;
  customerOrder?: string;
  description?: string;
  currency?: string;
  shipVia?: string;
  /** The Acumatica warehouse of a Shipment. */
  erpWarehouseId?: string;
  shipTo: Address;
  lines: SourceOrderLine[];
  raw: unknown;
}
