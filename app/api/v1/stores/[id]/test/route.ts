import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { testStore } from "@/lib/connections/test-store";

export const POST = handle(operations.testStore, ({ scope, params, runtime }) => testStore(scope, { ...params, runtime }));
