import type { BulkResult } from "@/lib/api/schemas/order";
import { AppError } from "@/lib/core/errors";
import type { Scope } from "@/lib/db/scope";
import type { LoopRuntime } from "./context";
import { actOnOrder } from "./order-actions";
import type { OrderAction } from "./order-changes";

/** At the same time: a cancel waits for the warehouse, and a thousand open calls would only wait for each other. */
const AT_ONCE = 4;

/**
 * One action on many orders, each on its own: an order that is past it is refused by name and keeps none of the others from going on. Results are in the order
 * of the ids; an id given twice is done once.
 */
export async function actOnOrders(
  scope: Scope,
  input: { orderIds: string[]; action: OrderAction; runtime: LoopRuntime },
): Promise<BulkResult> {
  const ids = [...new Set(input.orderIds)];
  const results: BulkResult["results"] = new Array(ids.length);
  let next = 0;
  const lane = async () => {
    while (next < ids.length) {
      const at = next++;
      const orderId = ids[at];
      if (orderId) results[at] = await actOnOne(scope, { ...input, orderId });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const done = results.filter(result => result.ok).length;
  return { done, refused: results.length - done, results };
}

async function actOnOne(
  scope: Scope,
  input: { orderId: string; action: OrderAction; runtime: LoopRuntime },
): Promise<BulkResult["results"][number]> {
  try {
    const { status } = await actOnOrder(scope, input);
    return { orderId: input.orderId, ok: true, status };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { orderId: input.orderId, ok: false, code: error.code, message: error.userMessage };
  }
}
