import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { warehouseReplay } from "@/lib/api/warehouse-replay";
import { createWarehouse } from "@/lib/connections/create-warehouse";
import { listShownWarehouses } from "@/lib/connections/show-warehouse";
import { listWarehouses } from "@/lib/db/warehouses";

export const GET = handle(operations.listWarehouses, ({ scope, query, runtime, may }) =>
  may("warehouses:write") ? listShownWarehouses(scope, { page: query, runtime }) : listWarehouses(scope, query),
);

export const POST = handle(
  operations.createWarehouse,
  ({ scope, body, runtime }) => createWarehouse(scope, { input: body, runtime }),
  warehouseReplay,
);
