import { compare, isPositive, type Quantity, sum } from "@/lib/core/quantity";
import type { OrderStatus } from "./order-status";

export interface FulfilmentFacts {
  lines: { quantity: Quantity; shippedQuantity: Quantity }[];
  /** Write-backs of shipments that are not voided. */
  openWriteBacks: number;
  doneWriteBacks: number;
}

/**
 * What an accepted order is, from its facts alone: nothing shipped, some, all, or all and written back.
 * A line counts as shipped only up to what was ordered, so a repeated label can't complete an order.
 */
export function deriveFulfilment(
  facts: FulfilmentFacts,
): Extract<OrderStatus, "at_warehouse" | "partly_shipped" | "shipped" | "completed"> {
  const shipped = sum(facts.lines.map(line => line.shippedQuantity));
  const isAll = facts.lines.length > 0 && facts.lines.every(line => compare(line.shippedQuantity, line.quantity) >= 0);
  if (!isPositive(shipped)) return "at_warehouse";
  if (!isAll) return "partly_shipped";
  return facts.openWriteBacks === 0 && facts.doneWriteBacks > 0 ? "completed" : "shipped";
}
