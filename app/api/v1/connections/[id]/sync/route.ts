import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { requestSync } from "@/lib/connections/request-sync";

export const POST = handle(operations.requestSync, ({ scope, params, body }) => requestSync(scope, { connectionId: params.id, ...body }));
