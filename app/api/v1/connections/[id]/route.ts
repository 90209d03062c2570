import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { deleteConnection } from "@/lib/connections/delete-connection";
import { updateConnection } from "@/lib/connections/update-connection";
import { getConnection } from "@/lib/db/connections";

export const GET = handle(operations.getConnection, ({ scope, params }) => getConnection(scope, params));

export const PATCH = handle(operations.updateConnection, ({ scope, params, body, runtime }) =>
  updateConnection(scope, { ...params, input: body, runtime }),
);

export const DELETE = handle(operations.deleteConnection, ({ scope, params }) => deleteConnection(scope, params));
