/** What a tester may turn. Each default stands for the documented or the likelier behaviour; see README.md for the unknown behind each. */
export interface Switches {
  /** Body of a 401. */
  authBody: "empty" | "message";
  /** Body of a 404 for an unknown id. */
  notFoundBody: "empty" | "message";
  /** `classic`: ASP.NET bodies with capital keys; `newer`: `{"message"}` as in the newer documentation. */
  errorStyle: "classic" | "newer";
  /** Where a business rule's text stands: 400 with `Message`, or 500 with `ExceptionMessage`. */
  validationEnvelope: "message" | "exception";
  /** Calls allowed per window and key. */
  rateLimit: number;
  rateWindowMs: number;
  rateWindow: "fixed" | "sliding";
  /** False: no X-Rate-Limit-* headers. */
  rateHeaders: boolean;
  /** Overrides `X-Rate-Limit-Reset` of a 429 (seconds); null = the truth. */
  rateResetSeconds: number | null;
  /** Adds `Retry-After` to a 429: seconds, or `reset` = the true wait; null = not sent. */
  retryAfter: number | "reset" | null;
  /** An offset in a date: honoured, or dropped. */
  honourOffsets: boolean;
  /** What an update of a shipped or cancelled order does: refused, or answered 200 and nothing changed. */
  finalOrderUpdate: "error" | "ignore";
  /** Whether `pending_fulfillment` orders may be updated. */
  updatePendingFulfillment: boolean;
  /** Fields left out of an update. */
  omittedFields: "clear" | "keep";
  /** GET of a deleted order. */
  deletedOrder: "not_found" | "found";
  /** Orders for a store that a marketplace feeds. */
  marketplaceStoreOrders: "refuse" | "accept";
  /** `overwrite` rebuilds customs items from the lines, as the account's international settings may. */
  customsItems: "keep" | "overwrite";
  /** Order keys whose create or update is refused. */
  rejectOrderKeys: string[];
  rejectMessage: string;
  /** Damage to the batch answer; the effect is done all the same. */
  batchAnswer: { dropLast: number; dropKeys: string[]; reorder: boolean; unknownKeys: number };
  /** Key of a split part. */
  splitChildKey: "parent" | "guid";
  /** `container`: the parent keeps all lines and waits for its parts; `first_part`: the parent is the first part itself. */
  splitParent: "container" | "first_part";
  /** Items of a further label on the same order. */
  secondLabelItems: "repeat" | "empty";
  /** `null`: shipments never show items, whatever is asked. */
  shipmentItems: "on_request" | "null";
  /** Status of an order whose last label is voided. */
  voidedOrderStatus: "awaiting_shipment" | "shipped";
  voidApproved: boolean;
  /** Labels of these order keys (`*` = all) are voided right after a client has listed them. */
  voidAfterPickupKeys: string[];
  /** A list page larger than this answers 500 when it would show one of `failPageOrderKeys` (empty = any row). */
  failPageSizeAbove: number | null;
  failPageOrderKeys: string[];
  /** The last n rows of a page come again on the next one. */
  rowsOnTwoPages: number;
  /** `zero`: `pages: 0`, as the documentation's samples show. */
  pagesField: "count" | "zero";
  /** Answer of GET /users. */
  usersAnswer: "array" | "object";
  /** Answer of POST /webhooks/subscribe. */
  subscribeAnswer: "id" | "classic_fields";
  webhooks: boolean;
  webhookDelayMs: number;
  /** The next n deliveries are lost. */
  webhookLoseNext: number;
  /** How often each delivery is sent. */
  webhookCopies: number;
  /** Every other delivery waits for the one after it. */
  webhookOutOfOrder: boolean;
  /** Host in `resource_url`, such as `https://ssapi11.shipstation.com`; null = this sandbox. */
  webhookHost: string | null;
  /** Further tries after an answer that is not 2xx, or none. */
  webhookRetries: number;
  webhookRetryDelayMs: number;
  /** Whether marking as shipped fires FULFILLMENT_SHIPPED. */
  notifyMarkedAsShipped: boolean;
}

/** A fresh set of switches. */
export function defaultSwitches(): Switches {
  return {
    authBody: "empty",
    notFoundBody: "empty",
    errorStyle: "classic",
    validationEnvelope: "message",
    rateLimit: 40,
    rateWindowMs: 60_000,
    rateWindow: "fixed",
    rateHeaders: true,
    rateResetSeconds: null,
    retryAfter: null,
    honourOffsets: false,
    finalOrderUpdate: "error",
    updatePendingFulfillment: true,
    omittedFields: "clear",
    deletedOrder: "not_found",
    marketplaceStoreOrders: "refuse",
    customsItems: "keep",
    rejectOrderKeys: [],
    rejectMessage: "'Ship Name' must not be empty.",
    batchAnswer: { dropLast: 0, dropKeys: [], reorder: false, unknownKeys: 0 },
    splitChildKey: "parent",
    splitParent: "container",
    secondLabelItems: "repeat",
    shipmentItems: "on_request",
    voidedOrderStatus: "awaiting_shipment",
    voidApproved: true,
    voidAfterPickupKeys: [],
    failPageSizeAbove: null,
    failPageOrderKeys: [],
    rowsOnTwoPages: 0,
    pagesField: "count",
    usersAnswer: "array",
    subscribeAnswer: "id",
    webhooks: true,
    webhookDelayMs: 500,
    webhookLoseNext: 0,
    webhookCopies: 1,
    webhookOutOfOrder: false,
    webhookHost: null,
    webhookRetries: 0,
    webhookRetryDelayMs: 2000,
    notifyMarkedAsShipped: true,
  };
}
