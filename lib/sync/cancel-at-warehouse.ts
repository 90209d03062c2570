import { openWarehouse } from "@/lib/connections/open-warehouse";
import { AppError } from "@/lib/core/errors";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { assertMove, type OrderStatus } from "@/lib/orders/order-status";
import type { LoopRuntime } from "./context";
import { loadActionTarget } from "./load-action-target";
import { CHANGES } from "./order-changes";

/** The warehouse has finished or never had an order in one of the others. */
const MAY_BE_THERE: OrderStatus[] = ["needs_mapping", "on_hold", "ready", "at_warehouse", "attention"];

/** Cancels at the warehouse first: only when that is done, or there is nothing there, is the order cancelled here. */
export async function cancelAtWarehouse(scope: Scope, input: { orderId: string; runtime: LoopRuntime }): Promise<void> {
  const order = await inWorkspace(scope, tx => loadActionTarget(tx, scope, input.orderId));
  CHANGES.cancel(order);
  assertMove(order.status, "cancelled");
  if (!order.warehouseRef || !MAY_BE_THERE.includes(order.status)) return;
  const { session } = await openWarehouse(scope, { warehouseId: order.warehouseId, runtime: input.runtime });
  const result = await session.cancelOrder({ warehouseKey: order.warehouseKey, warehouseRef: order.warehouseRef });
  if (result.outcome === "cancelled") return;
  const isLate = result.outcome === "too_late";
  throw new AppError({
    code: isLate ? "too_late" : "not_supported",
    message: "cancel refused by the warehouse",
    userMessage: isLate
      ? "The warehouse has finished this order; it can't be cancelled there any more."
      : "This warehouse can't cancel orders through its API.",
    owner: "operator",
    nextStep: isLate
      ? "Its shipment is collected by itself. Agree with the merchant on a return."
      : "Cancel it by hand at the warehouse, then archive it here.",
  });
}
