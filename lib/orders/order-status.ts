import { ConflictError } from "@/lib/core/errors";

/**
 * Legal moves of an order. Types, guards and the SQL of every status write come from this one constant.
 * A void takes shipped goods back, so `partly_shipped`, `shipped` and `completed` may return to what is really shipped.
 */
export const ORDER_MOVES = {
  needs_mapping: ["ready", "on_hold", "cancelled", "archived"],
  on_hold: ["ready", "needs_mapping", "cancelled", "archived"],
  ready: ["at_warehouse", "attention", "on_hold", "needs_mapping", "cancelled", "archived"],
  // To `ready`: a change is sent to the warehouse under the same key.
  at_warehouse: ["ready", "partly_shipped", "shipped", "cancelled", "attention", "archived"],
  partly_shipped: ["shipped", "at_warehouse", "attention", "archived"],
  shipped: ["completed", "partly_shipped", "at_warehouse", "attention", "archived"],
  completed: ["partly_shipped", "at_warehouse", "shipped", "archived"],
  attention: ["needs_mapping", "on_hold", "ready", "at_warehouse", "partly_shipped", "shipped", "cancelled", "archived"],
  cancelled: ["ready", "needs_mapping", "on_hold", "at_warehouse", "partly_shipped", "shipped"],
  skipped: ["ready", "needs_mapping", "on_hold"],
  archived: ["ready", "needs_mapping", "on_hold", "at_warehouse", "partly_shipped", "shipped", "completed"],
} as const satisfies Record<string, readonly string[]>;

export type OrderStatus = keyof typeof ORDER_MOVES;

export const ORDER_STATUSES = Object.keys(ORDER_MOVES) as OrderStatus[];

export function canMove(from: OrderStatus, to: OrderStatus): boolean {
  return (ORDER_MOVES[from] as readonly OrderStatus[]).includes(to);
}

/** Every status from which `to` may be reached: the `where status in (…)` of a guarded write. */
export function statusesBefore(to: OrderStatus): OrderStatus[] {
  return ORDER_STATUSES.filter(from => canMove(from, to));
}

/** Throws ConflictError `illegal_move` for a move the table does not know. */
export function assertMove(from: OrderStatus, to: OrderStatus): void {
  if (!canMove(from, to))
    throw new ConflictError({
      code: "illegal_move",
      message: `An order that is ${from.replace("_", " ")} can't become ${to.replace("_", " ")}.`,
    });
}

/** Legal moves of a write-back. */
export const WRITE_BACK_MOVES = {
  waiting: ["sending", "attention", "done"],
  sending: ["done", "in_doubt", "waiting", "attention"],
  in_doubt: ["done", "waiting", "attention", "sending"],
  done: ["waiting", "attention"],
  attention: ["waiting", "done"],
} as const satisfies Record<string, readonly string[]>;

export type WriteBackStatus = keyof typeof WRITE_BACK_MOVES;
