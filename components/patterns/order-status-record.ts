import type { OrderStatus } from "@/lib/orders/order-status";
import type { Segments } from "./crossing";

export type Tone = "plain" | "quiet" | "warn" | "bad" | "ok" | "info";

export interface OrderLook {
  word: string;
  tone: Tone;
  /** One plain sentence, on hover. */
  sentence: string;
}

/** One word, tone and sentence for each status; a status without one does not compile. */
export const ORDER_LOOKS: Record<OrderStatus, OrderLook> = {
  needs_mapping: {
    word: "Needs mapping",
    tone: "warn",
    sentence: "Imported. A SKU or a ship method has no match yet; it is sent as soon as it has one.",
  },
  on_hold: { word: "On hold", tone: "plain", sentence: "A rule or a person holds it. It is sent when it is released." },
  ready: { word: "Ready", tone: "plain", sentence: "Will be sent to the warehouse with the next batch." },
  at_warehouse: { word: "At warehouse", tone: "plain", sentence: "The warehouse has accepted it and will ship it." },
  partly_shipped: { word: "Partly shipped", tone: "plain", sentence: "Some lines have shipped; the rest is still at the warehouse." },
  shipped: { word: "Shipped", tone: "plain", sentence: "Everything has shipped; Acumatica is told next." },
  completed: { word: "Completed", tone: "plain", sentence: "Every shipment is written back to Acumatica." },
  attention: { word: "Needs attention", tone: "bad", sentence: "A person must act; the problem says who and what. Nothing is lost." },
  cancelled: { word: "Cancelled", tone: "quiet", sentence: "Cancelled; it will not be shipped." },
  skipped: { word: "Skipped", tone: "quiet", sentence: "Seen in Acumatica and left alone on purpose." },
  archived: { word: "Archived", tone: "quiet", sentence: "Put away by a person. It does not come back on the next import." },
};

export interface CrossingFacts {
  status: OrderStatus;
  acceptedAt: string | null;
  shippedAt: string | null;
  unitsOrdered: number;
  unitsShipped: number;
}

/** Derives the four stages (imported, at warehouse, shipped, written back) from what is known of the order. */
export function orderSegments(order: CrossingFacts): Segments {
  const share = order.unitsOrdered > 0 ? order.unitsShipped / order.unitsOrdered : 0;
  switch (order.status) {
    case "needs_mapping":
      return ["done", "person", "todo", "todo"];
    case "on_hold":
    case "ready":
      return ["done", "todo", "todo", "todo"];
    case "at_warehouse":
      return ["done", "done", "todo", "todo"];
    case "partly_shipped":
      return ["done", "done", { partly: share }, "todo"];
    case "shipped":
      return ["done", "done", "done", "todo"];
    case "completed":
      return ["ok", "ok", "ok", "ok"];
    case "attention":
      if (order.acceptedAt === null) return ["done", "failed", "todo", "todo"];
      return order.unitsShipped > 0
        ? ["done", "done", share < 1 ? { partly: share } : "done", "failed"]
        : ["done", "done", "failed", "todo"];
    default:
      return ["todo", "todo", "todo", "todo"];
  }
}

/** Views of the list: the tabs, each a set of statuses. */
export const ORDER_VIEWS = [
  {
    key: "open",
    label: "All open",
    statuses: ["needs_mapping", "on_hold", "ready", "at_warehouse", "partly_shipped", "shipped", "attention"],
  },
  { key: "person", label: "Needs a person", statuses: ["needs_mapping", "attention"] },
  { key: "ready", label: "Ready", statuses: ["ready"] },
  { key: "warehouse", label: "At warehouse", statuses: ["at_warehouse", "partly_shipped"] },
  { key: "unwritten", label: "Not written back", statuses: ["shipped"] },
  { key: "hold", label: "On hold", statuses: ["on_hold"] },
  { key: "completed", label: "Completed", statuses: ["completed"] },
  { key: "over", label: "Cancelled and archived", statuses: ["cancelled", "skipped", "archived"] },
] as const satisfies { key: string; label: string; statuses: OrderStatus[] }[];
