import { ConflictError } from "@/lib/core/errors";
import type { OrderStatus } from "@/lib/orders/order-status";

export type OrderAction = "retry" | "reset" | "hold" | "release" | "archive" | "cancel";

/** What an action looks at. */
export interface ActionTarget {
  id: string;
  connectionId: string;
  warehouseId: string;
  sourceKind: string;
  source: unknown;
  status: OrderStatus;
  resumeStatus: OrderStatus | null;
  statusReason: string | null;
  warehouseKey: string;
  warehouseRef: string | null;
  isSending: boolean;
  /** Imported in a form that could not be read: there is nothing to send. */
  isUnreadable: boolean;
  lateChangeKind: string | null;
  hasShipments: boolean;
}

export type OrderChange =
  /** To this status. */
  | { kind: "move"; status: OrderStatus; reason: string | null; text: string }
  /** Begins again from the record kept with it: Acumatica's state and the matches of today decide where. */
  | { kind: "begin_again"; text: string }
  /** The record is asked for again. */
  | { kind: "read_again"; text: string }
  /** The status stays; what waits for its next try is tried now. */
  | { kind: "wake"; text: string };

/** What each action means for an order as it is now. Throws ConflictError in words when it is past it. Pure. */
export const CHANGES: Record<OrderAction, (order: ActionTarget) => OrderChange> = {
  retry(order) {
    if (order.isUnreadable && order.status === "attention") return { kind: "read_again", text: "Asked for again in Acumatica." };
    if (order.status === "attention" && order.resumeStatus !== null && order.resumeStatus !== "ready")
      return { kind: "move", status: order.resumeStatus, reason: null, text: "Tried again by hand." };
    if (order.status === "attention" || order.status === "needs_mapping") return { kind: "begin_again", text: "Tried again by hand." };
    if (order.lateChangeKind === "edited" && order.status === "at_warehouse")
      return { kind: "begin_again", text: "The change is sent to the warehouse." };
    if (order.status === "cancelled" || order.status === "skipped" || order.status === "archived") return restore(order);
    return { kind: "wake", text: "Tried again by hand." };
  },
  reset(order) {
    if (order.isUnreadable)
      throw refuse("This record could not be read, so there is nothing to send.", "Correct it in Acumatica, then retry it.");
    if (order.hasShipments) throw refuse("A shipment exists for this order, so what happened to it can't be forgotten.");
    if (order.isSending) throw beingSent();
    return { kind: "begin_again", text: "Reset: processed again from the start, as it was read from Acumatica." };
  },
  hold(order) {
    if (order.isSending) throw beingSent();
    if (order.warehouseRef || (order.status !== "ready" && order.status !== "needs_mapping"))
      throw refuse(
        "Only an order that has not gone to the warehouse can be held.",
        "Cancel it instead: it is cancelled at the warehouse too, while that is possible.",
      );
    return { kind: "move", status: "on_hold", reason: "Held by hand", text: "Held by hand: it is not sent until it is released." };
  },
  release(order) {
    if (order.status !== "on_hold") throw refuse("This order is not on hold.");
    return { kind: "begin_again", text: "Released by hand." };
  },
  archive(order) {
    if (order.isSending) throw beingSent();
    return { kind: "move", status: "archived", reason: null, text: "Archived: it stays out, also when it is read again." };
  },
  cancel(order) {
    if (order.isSending) throw beingSent();
    if (order.hasShipments) throw refuse("Parts of this order have shipped; it can't be cancelled any more.");
    return {
      kind: "move",
      status: "cancelled",
      reason: "Cancelled by hand",
      text: order.warehouseRef ? "Cancelled by hand, here and at the warehouse." : "Cancelled by hand before it was sent.",
    };
  },
};

/** Back to what really happened to it. A cancelled one was cancelled at the warehouse too, so it has to be sent again. */
function restore(order: ActionTarget): OrderChange {
  if (order.hasShipments) return { kind: "move", status: "shipped", reason: null, text: "Restored." };
  if (order.status === "archived" && order.warehouseRef) return { kind: "move", status: "at_warehouse", reason: null, text: "Restored." };
  if (order.isUnreadable)
    throw refuse("This record could not be read, so there is nothing to restore.", "Correct it in Acumatica; it is read again by itself.");
  return { kind: "begin_again", text: "Restored." };
}

export const refuse = (message: string, nextStep?: string) =>
  new ConflictError({ code: "not_possible_now", message, ...(nextStep ? { nextStep } : {}) });

const beingSent = () => refuse("The order is being sent at this moment, or its answer is awaited.", "Try again in a minute.");
