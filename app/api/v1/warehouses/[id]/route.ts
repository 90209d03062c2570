import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { deleteWarehouse } from "@/lib/connections/delete-warehouse";
import { showWarehouse } from "@/lib/connections/show-warehouse";
import { updateWarehouse } from "@/lib/connections/update-warehouse";
import { getWarehouse } from "@/lib/db/warehouses";

export const GET = handle(operations.getWarehouse, ({ scope, params, runtime, may }) =>
  may("warehouses:write") ? showWarehouse(scope, { ...params, runtime }) : getWarehouse(scope, params),
);

export const PATCH = handle(operations.updateWarehouse, ({ scope, params, body, runtime }) =>
  updateWarehouse(scope, { ...params, input: body, runtime }),
);

export const DELETE = handle(operations.deleteWarehouse, ({ scope, params }) => deleteWarehouse(scope, params));
