import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { orderActionSchema } from "@/lib/api/schemas/order";
import { NotFoundError } from "@/lib/core/errors";
import { DEFAULT_LOOP_TIMES } from "@/lib/sync/context";
import { actOnOrder } from "@/lib/sync/order-actions";

export const POST = handle(operations.actOnOrder, ({ scope, params, runtime }) => {
  const action = orderActionSchema.safeParse(params.action);
  if (!action.success) throw new NotFoundError("action");
  return actOnOrder(scope, { orderId: params.id, action: action.data, runtime: { ...runtime, times: DEFAULT_LOOP_TIMES } });
});
