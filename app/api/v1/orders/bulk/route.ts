import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { actOnOrders } from "@/lib/sync/act-on-orders";
import { DEFAULT_LOOP_TIMES } from "@/lib/sync/context";

export const POST = handle(operations.actOnOrders, ({ scope, body, runtime }) =>
  actOnOrders(scope, { ...body, runtime: { ...runtime, times: DEFAULT_LOOP_TIMES } }),
);
