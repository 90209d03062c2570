import type { SourceState } from "@/lib/orders/source-order";

/** Acumatica: Sales Orders (SO301000), status labels. */
const SALES_ORDER: Record<string, SourceState> = {
  open: "open",
  "on hold": "held",
  "pending approval": "held",
  rejected: "held",
  "pending processing": "held",
  "awaiting payment": "held",
  "credit hold": "held",
  "risk hold": "held",
  shipping: "in_progress",
  "back order": "in_progress",
  completed: "over",
  invoiced: "over",
  expired: "over",
  canceled: "cancelled",
  cancelled: "cancelled",
  voided: "cancelled",
};

/** Acumatica: Shipments (SO302000), status labels. */
const SHIPMENT: Record<string, SourceState> = {
  open: "open",
  "on hold": "held",
  confirmed: "in_progress",
  "partially invoiced": "in_progress",
  invoiced: "over",
  completed: "over",
  receipted: "over",
  "auto-generated": "over",
  canceled: "cancelled",
  cancelled: "cancelled",
};

/**
 * What a status word means for us. A word we don't know (another language, a customised workflow) is `held`: it is shown with Acumatica's
 * own word and never sent by itself.
 */
export function sourceState(kind: "SalesOrder" | "Shipment", label: string | undefined): SourceState {
  return (kind === "SalesOrder" ? SALES_ORDER : SHIPMENT)[label?.toLowerCase() ?? ""] ?? "held";
}
