import type { MappedOrder } from "@/lib/mapping/map-order";
import type { OrderStatus } from "@/lib/orders/order-status";
import type { SourceOrder } from "@/lib/orders/source-order";

/** Reasons the import itself gives; a hold or a cancel by a person has other words, and is left alone. */
export const REASON = {
  heldInAcumatica: "Held in Acumatica",
  shippingInAcumatica: "Being shipped in Acumatica",
  cancelledInAcumatica: "Cancelled in Acumatica",
  finishedInAcumatica: "Finished in Acumatica",
  deletedInAcumatica: "Deleted in Acumatica",
} as const;

/** Holds that Acumatica gave and only Acumatica ends. */
export const OWN_HOLDS: readonly string[] = [REASON.heldInAcumatica, REASON.shippingInAcumatica];
const OWN_ENDS: readonly string[] = [REASON.cancelledInAcumatica, REASON.finishedInAcumatica, REASON.deletedInAcumatica];

/** What is known of an order that was imported before. */
export interface KnownOrder {
  status: OrderStatus;
  statusReason: string | null;
  resumeStatus: OrderStatus | null;
  sourceModifiedAt: Date;
  sourceStatus: string;
  contentHash: string;
  /** A send is under way or its answer was lost. */
  isSending: boolean;
  hasLateChange: boolean;
  hasWriteBacks: boolean;
  /** The warehouse has accepted it before, also when it is to be sent again. */
  isAtWarehouse: boolean;
  /** Another connection of the same store brought it in, and goes on with it. */
  isForeign: boolean;
}

export type LateChangeKind = "cancelled" | "held" | "finished" | "edited" | "deleted";

export type OrderPlan =
  | { action: "unchanged" }
  /** New, but nothing to fulfil: counted, not stored. */
  | { action: "skip"; reason: string }
  | { action: "create"; status: OrderStatus; reason: string | null }
  /** Not at the warehouse yet: its content follows Acumatica. */
  | { action: "replace"; status: OrderStatus; reason: string | null }
  /** Acumatica's own status and stamp are noted, and its record where a later restore may need it. */
  | { action: "note"; clearLateChange: boolean; keepsSource: boolean }
  /** The warehouse has it: a person decides what may still be done. */
  | { action: "late_change"; kind: LateChangeKind };

/** Decides what one read of one record means. Pure; the table of lib/sync/README.md in code. */
export function planOrder(input: { order: SourceOrder; mapped: MappedOrder; contentHash: string; known: KnownOrder | null }): OrderPlan {
  const { order, mapped, known } = input;
  if (!known) return planNew(order, mapped);
  if (known.isForeign) return { action: "unchanged" };
  if (
    known.sourceModifiedAt.getTime() === Date.parse(order.modifiedAt) &&
    known.sourceStatus === order.statusLabel &&
    known.contentHash === input.contentHash
  ) {
    return { action: "unchanged" };
  }
  const stage = known.status === "attention" ? (known.resumeStatus ?? "ready") : known.status;
  const isWaiting = ["needs_mapping", "on_hold", "ready"].includes(stage) && !known.isSending;
  // An order that is to be sent again follows Acumatica, except for what would take it away from a warehouse that has it.
  const isBefore = isWaiting && !(known.isAtWarehouse && (order.state !== "open" || mapped.missing.length > 0));
  if (isBefore || (known.status === "cancelled" && OWN_ENDS.includes(known.statusReason ?? "")) || known.status === "skipped") {
    return planBeforeWarehouse({ order, mapped, known, isEdited: known.contentHash !== input.contentHash });
  }
  if (stage === "at_warehouse" || stage === "partly_shipped" || known.isSending || isWaiting)
    return planAtWarehouse({ order, known, isEdited: known.contentHash !== input.contentHash });
  return note(known);
}

/** What may come back to the start later is kept as Acumatica has it now. */
function note(known: KnownOrder, clearLateChange = false): OrderPlan {
  const keepsSource = ["cancelled", "skipped", "archived", "on_hold", "attention"].includes(known.status);
  return { action: "note", clearLateChange, keepsSource };
}

function planNew(order: SourceOrder, mapped: MappedOrder): OrderPlan {
  if (order.state !== "open") return { action: "skip", reason: order.statusLabel };
  if (mapped.lines.length === 0) return { action: "skip", reason: "Nothing left to ship" };
  return { action: "create", ...openStatus(mapped) };
}

/** Where an order starts from when somebody begins it again: what Acumatica says and the matches allow. Pure. */
export function planAgain(order: SourceOrder, mapped: MappedOrder): { status: OrderStatus; reason: string | null } {
  if (order.state === "cancelled") return { status: "cancelled", reason: REASON.cancelledInAcumatica };
  if (order.state === "over") return { status: "cancelled", reason: REASON.finishedInAcumatica };
  if (order.state === "held") return { status: "on_hold", reason: REASON.heldInAcumatica };
  if (order.state !== "open" || mapped.lines.length === 0) return { status: "on_hold", reason: REASON.shippingInAcumatica };
  return openStatus(mapped);
}

function openStatus(mapped: MappedOrder): { status: OrderStatus; reason: string | null } {
  const [first] = mapped.missing;
  if (!first) return { status: "ready", reason: null };
  return {
    status: "needs_mapping",
    reason: first.kind === "sku" ? `SKU ${first.from} has no match` : `Ship Via ${first.from} has no match`,
  };
}

function planBeforeWarehouse(input: { order: SourceOrder; mapped: MappedOrder; known: KnownOrder; isEdited: boolean }): OrderPlan {
  const { order, mapped, known } = input;
  const ended = (reason: string): OrderPlan =>
    known.status === "cancelled" || known.status === "skipped" ? note(known) : { action: "replace", status: "cancelled", reason };
  if (order.state === "cancelled") return ended(REASON.cancelledInAcumatica);
  if (order.state === "over") return ended(REASON.finishedInAcumatica);
  if (order.state !== "open" || mapped.lines.length === 0) {
    const reason = order.state === "held" ? REASON.heldInAcumatica : REASON.shippingInAcumatica;
    const isHeldByPerson = known.status === "on_hold" && !OWN_HOLDS.includes(known.statusReason ?? "");
    if (isHeldByPerson || known.status === "skipped") return note(known);
    return { action: "replace", status: "on_hold", reason };
  }
  if (known.status === "on_hold" && !OWN_HOLDS.includes(known.statusReason ?? ""))
    return { action: "replace", status: "on_hold", reason: known.statusReason };
  if (known.status === "attention" && !input.isEdited) return note(known);
  return { action: "replace", ...openStatus(mapped) };
}

function planAtWarehouse(input: { order: SourceOrder; known: KnownOrder; isEdited: boolean }): OrderPlan {
  const { order, known } = input;
  if (order.state === "cancelled") return { action: "late_change", kind: "cancelled" };
  if (order.state === "held") return { action: "late_change", kind: "held" };
  // Our own write-back finishes the order in Acumatica; without one, somebody else did.
  if (order.state === "over" && !known.hasWriteBacks) return { action: "late_change", kind: "finished" };
  if (input.isEdited) return { action: "late_change", kind: "edited" };
  return note(known, known.hasLateChange);
}
