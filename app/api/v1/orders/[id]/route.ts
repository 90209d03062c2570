import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { getOrder } from "@/lib/db/orders";

export const GET = handle(operations.getOrder, ({ scope, params }) => getOrder(scope, params));
