import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { getExchange } from "@/lib/db/exchanges";

export const GET = handle(operations.getExchange, ({ scope, params }) => getExchange(scope, params));
