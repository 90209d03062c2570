import type { Clock } from "@/lib/core/clock";
import type { HttpClient } from "@/lib/core/http-types";
import type { Quantity } from "@/lib/core/quantity";
import type { Address } from "@/lib/orders/source-order";

/**
 * What every warehouse adapter is. Glossary: an *order* goes to the warehouse under its `warehouseKey` (ShipStation: orderKey); the warehouse answers with
 * its own `warehouseRef`; a *shipment* is one label or one fulfilment it made; a *nudge* is a webhook, which only says where to look.
 * An adapter never sleeps, retries or saves: it makes the calls it is asked for, once, and reports each row's own result.
 */
export interface WarehouseAdapter<Credentials = unknown> {
  readonly definition: WarehouseDefinition;
  /** Checks the shape of stored or typed credentials; names the field at fault. */
  parseCredentials(input: Record<string, unknown>): { ok: true; credentials: Credentials } | { ok: false; field: string; message: string };
  connect(context: AdapterContext<Credentials>): WarehouseSession;
  /** Reads one webhook delivery without credentials and without believing it. `baseUrl`: the warehouse's own, where it is not the vendor's. */
  readWebhook(delivery: { rawBody: string; headers: Record<string, string>; baseUrl?: string }): WebhookReading;
}

/** What an adapter is handed; it reads no environment and no database. */
export interface AdapterContext<Credentials> {
  credentials: Credentials;
  http: HttpClient;
  clock: Clock;
  /** Tells the shared limiter what the vendor's headers said. Default: ignored. */
  onLimits?: (facts: LimitFacts) => void;
}

/** The vendor's own words about its limit: calls per window, calls left, and how long until the window restarts. */
export interface LimitFacts {
  limit?: number;
  remaining?: number;
  resetMs?: number;
}

export interface CredentialField {
  name: string;
  label: string;
  help: string;
  example: string;
  /** Source of a regular expression the value must match. */
  pattern?: string;
  secret: boolean;
  required: boolean;
  whereToFind: string;
}

export interface WarehouseDefinition {
  key: string;
  name: string;
  /** One line for the platform card. */
  summary: string;
  /** Letter mark, at most two characters. */
  mark: string;
  /** Orders per `sendOrders` call. */
  batchSize: number;
  /**
   * `sendOrders` calls that make up one of the store's concurrent batches and are open at once. More than one where a call takes a single order. Default 1.
   */
  callsPerBatch?: number;
  /** Calls per window when the vendor's headers have not been seen yet. */
  defaultLimit: { calls: number; windowMs: number };
  capabilities: {
    /** Sending the same order again changes nothing: a lost answer is settled by sending again. Otherwise by looking. */
    idempotentSend: boolean;
    cancel: boolean;
    webhooks: boolean;
    partialShipments: boolean;
  };
  credentialFields: CredentialField[];
  docsUrl: string;
}

export interface WarehouseSession {
  verify(): Promise<VerifyResult>;
  /** At most `definition.batchSize` orders. Answers one outcome per order, matched by `warehouseKey`, in any order; a missing one is in doubt. */
  sendOrders(orders: OutgoingOrder[]): Promise<SendReport>;
  cancelOrder(order: { warehouseKey: string; warehouseRef: string }): Promise<CancelResult>;
  /** One page of shipments, created and voided, since the cursor. Call again while `more`. `null` cursor: from `since`. */
  readShipments(request: { cursor: unknown | null; since: Date }): Promise<ShipmentPage>;
  /** Makes sure the vendor calls `targetUrl`; repeats are harmless. */
  registerWebhooks(targetUrl: string): Promise<void>;
  options(): Promise<WarehouseOptions>;
}

export type VerifyResult =
  | { status: "connected"; accountName: string }
  | { status: "refused"; code: WarehouseErrorCode; field?: string; message: string };

export interface OutgoingLine {
  lineRef: string;
  /** Unique across orders and stable: comes back on shipment lines, also after splits and merges. */
  warehouseLineKey: string;
  sku: string;
  name: string;
  quantity: Quantity;
  unitPrice?: Quantity;
}

export interface OutgoingOrder {
  warehouseKey: string;
  number: string;
  /** Known once the warehouse has accepted it before. */
  warehouseRef?: string;
  orderedAt: string;
  shipByAt?: string;
  customerName: string;
  customerEmail?: string;
  customerId?: string;
  shipTo: Address;
  lines: OutgoingLine[];
  /** Mapped carrier and service; otherwise the requested service in words. */
  shipMethod: { carrierCode: string; serviceCode: string } | { requestedService: string } | null;
  notes?: string;
  /** The ERP's reference, kept where the packer sees it. */
  reference: string;
}

export type SendOutcome =
  | { outcome: "accepted"; warehouseKey: string; warehouseRef: string }
  /** The warehouse knows it and has finished it (shipped or cancelled there): nothing was overwritten. */
  | { outcome: "already_there"; warehouseKey: string; warehouseRef: string; final: "shipped" | "cancelled" | null }
  | { outcome: "refused"; warehouseKey: string; code: WarehouseErrorCode; message: string; field?: string }
  | { outcome: "try_later"; warehouseKey: string; code: WarehouseErrorCode; retryAfterMs?: number };

export interface SendReport {
  outcomes: SendOutcome[];
  /** Null: every order was refused before a call was made. */
  exchangeId: string | null;
  durationMs: number;
}

export type CancelResult =
  | { outcome: "cancelled"; exchangeId: string }
  | { outcome: "too_late"; exchangeId: string }
  | { outcome: "unsupported" };

export interface WarehouseShipmentLine {
  /** The `warehouseLineKey` that was sent, when it came back. */
  warehouseLineKey?: string;
  sku: string;
  quantity: Quantity;
}

export interface WarehouseShipment {
  /** Unique per warehouse account, also across labels and fulfilments. */
  externalId: string;
  kind: "label" | "fulfilment" | "return";
  warehouseRef?: string;
  warehouseKey?: string;
  orderNumber?: string;
  createdAt: string;
  /** Instant; the start of the day in the warehouse's zone when only a date is known. */
  shippedAt: string;
  voided: boolean;
  voidedAt?: string;
  carrier?: string;
  service?: string;
  cost?: Quantity;
  packages: {
    trackingNumber: string;
    weight?: Quantity;
    weightUnit?: string;
    dimensions?: { length: number; width: number; height: number; unit: string };
  }[];
  /** `whole_order`: the vendor names no lines, and means everything that is still open. */
  lines: WarehouseShipmentLine[] | "whole_order";
  raw: unknown;
}

export interface ShipmentPage {
  shipments: WarehouseShipment[];
  /** Plain JSON; saved with the rows of this page. */
  cursor: unknown;
  more: boolean;
  exchangeIds: string[];
  /** Records that were passed over because the vendor can't give them, or gives them in a shape that can't be read; one sentence each. */
  unreadable?: string[];
}

export type WebhookReading =
  | { kind: "look"; deliveryKey: string; what: "shipments" | "orders" }
  | { kind: "ignored"; reason: string }
  | { kind: "rejected"; reason: string };

export interface WarehouseOptions {
  carriers: { code: string; name: string; services: { code: string; name: string }[] }[];
}

/** Closed set; each has one owner and one next step in lib/problems. */
export type WarehouseErrorCode =
  | "key_refused"
  | "forbidden"
  | "throttled"
  | "rejected"
  | "address_incomplete"
  | "already_final"
  | "unreachable"
  | "timeout"
  | "unexpected";
