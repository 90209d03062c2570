import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { deleteStore } from "@/lib/connections/delete-store";
import { updateStore } from "@/lib/connections/update-store";
import { getStore } from "@/lib/db/stores";

export const GET = handle(operations.getStore, ({ scope, params }) => getStore(scope, params));

export const PATCH = handle(operations.updateStore, ({ scope, params, body, runtime }) =>
  updateStore(scope, { ...params, input: body, runtime }),
);

export const DELETE = handle(operations.deleteStore, ({ scope, params, runtime }) => deleteStore(scope, { ...params, runtime }));
