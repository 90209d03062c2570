import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { deleteMerchant } from "@/lib/connections/delete-merchant";
import { renameMerchant } from "@/lib/connections/rename-merchant";
import { getMerchant } from "@/lib/db/merchants";

export const GET = handle(operations.getMerchant, ({ scope, params }) => getMerchant(scope, params));

export const PATCH = handle(operations.updateMerchant, ({ scope, params, body }) => renameMerchant(scope, { ...params, ...body }));

export const DELETE = handle(operations.deleteMerchant, ({ scope, params }) => deleteMerchant(scope, params));
