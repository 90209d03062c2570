import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { testWarehouse } from "@/lib/connections/test-warehouse";

export const POST = handle(operations.testWarehouse, ({ scope, params, runtime }) => testWarehouse(scope, { ...params, runtime }));
