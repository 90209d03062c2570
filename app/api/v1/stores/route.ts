import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { createStore } from "@/lib/connections/create-store";
import { listStores } from "@/lib/db/stores";

export const GET = handle(operations.listStores, ({ scope, query }) => listStores(scope, query));

export const POST = handle(operations.createStore, ({ scope, body, runtime }) => createStore(scope, { input: body, runtime }));
