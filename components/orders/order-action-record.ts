import { Archive, Ban, CirclePause, Eraser, type LucideIcon, Play, RotateCw, Undo2 } from "lucide-react";
import type { OrderActionName } from "@/lib/api/schemas/order";
import type { OrderStatus } from "@/lib/orders/order-status";

export interface OrderActionLook {
  label: string;
  icon: LucideIcon;
  /** The question of the dialog. */
  title: (number: string) => string;
  /** What will be different afterwards, and what will not. */
  consequence: string;
  /** The button that does it. */
  action: string;
  danger: boolean;
  done: string;
  from: readonly OrderStatus[];
}

const OPEN = ["needs_mapping", "on_hold", "ready", "at_warehouse", "partly_shipped", "shipped", "completed", "attention"] as const;

/** Each action with its consequence; one without does not compile. `from` decides what is offered; the server decides what is allowed. */
export const ORDER_ACTION_LOOKS: Record<OrderActionName, OrderActionLook> = {
  retry: {
    label: "Retry",
    icon: RotateCw,
    title: number => `Try ${number} again?`,
    consequence: "It goes on from the step where it stopped. What was already sent or written is looked up first and never done twice.",
    action: "Retry",
    danger: false,
    done: "The order is tried again",
    from: ["attention", "needs_mapping", "shipped"],
  },
  hold: {
    label: "Hold",
    icon: CirclePause,
    title: number => `Hold ${number}?`,
    consequence: "It is not sent until somebody releases it. Nothing changes in Acumatica.",
    action: "Hold",
    danger: false,
    done: "The order is held",
    from: ["ready", "needs_mapping"],
  },
  release: {
    label: "Release",
    icon: Play,
    title: number => `Release ${number}?`,
    consequence: "It goes to the warehouse with the next batch.",
    action: "Release",
    danger: false,
    done: "The order is released",
    from: ["on_hold"],
  },
  archive: {
    label: "Archive",
    icon: Archive,
    title: number => `Archive ${number}?`,
    consequence: "It leaves the lists and does not come back on the next import. The warehouse is not told. You can restore it later.",
    action: "Archive",
    danger: false,
    done: "The order is archived",
    from: [...OPEN, "cancelled", "skipped"],
  },
  cancel: {
    label: "Cancel",
    icon: Ban,
    title: number => `Cancel ${number}?`,
    consequence:
      "The warehouse is asked not to ship it; when it has already shipped, nothing changes and you are told. The order in Acumatica stays as it is.",
    action: "Cancel the order",
    danger: true,
    done: "The order is cancelled",
    from: ["needs_mapping", "on_hold", "ready", "at_warehouse", "attention"],
  },
  reset: {
    label: "Reset",
    icon: Eraser,
    title: number => `Reset ${number}?`,
    consequence:
      "It is processed again from the start, as it was read from Acumatica, and sent once more under the same number: the warehouse updates its order, it makes no second one.",
    action: "Reset the order",
    danger: true,
    done: "The order starts again",
    from: ["needs_mapping", "on_hold", "ready", "at_warehouse", "attention"],
  },
};

/** Retry of an order that was over: it comes back. */
const RESTORE: OrderActionLook = {
  label: "Restore",
  icon: Undo2,
  title: number => `Restore ${number}?`,
  consequence: "It goes back to where it was: to the next batch when it was never sent, otherwise to what the warehouse has done with it.",
  action: "Restore",
  danger: false,
  done: "The order is back",
  from: ["cancelled", "skipped", "archived"],
};

/** How an action looks for an order in this status. */
export function orderActionLook(name: OrderActionName, status: OrderStatus): OrderActionLook {
  return name === "retry" && RESTORE.from.includes(status) ? RESTORE : ORDER_ACTION_LOOKS[name];
}

/** What may be offered for an order in this status, the most likely first. */
export function offeredActions(status: OrderStatus): OrderActionName[] {
  const order: OrderActionName[] = ["retry", "release", "hold", "archive", "reset", "cancel"];
  return order.filter(name => orderActionLook(name, status).from.includes(status));
}
