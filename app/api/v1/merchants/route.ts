import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { createMerchant } from "@/lib/connections/create-merchant";
import { listMerchants } from "@/lib/db/merchants";

export const GET = handle(operations.listMerchants, ({ scope, query }) => listMerchants(scope, query));

export const POST = handle(operations.createMerchant, ({ scope, body }) => createMerchant(scope, { input: body }));
