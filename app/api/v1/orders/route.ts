import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { listOrders } from "@/lib/db/orders";

export const GET = handle(operations.listOrders, ({ scope, query }) => listOrders(scope, query));
