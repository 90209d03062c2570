"use server";
import { z } from "zod";
import { idSchema } from "@/lib/api/schemas/common";
import { testWarehouse } from "@/lib/connections/test-warehouse";
import { guarded } from "../action-client";

export const testWarehouseAction = guarded("warehouses:test")
  .inputSchema(z.strictObject({ id: idSchema }))
  .action(async ({ parsedInput: { id }, ctx: { scope, runtime } }) => testWarehouse(scope, { id, runtime }));
