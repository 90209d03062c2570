"use server";
import { z } from "zod";
import { idSchema } from "@/lib/api/schemas/common";
import { orderActionSchema } from "@/lib/api/schemas/order";
import { DEFAULT_LOOP_TIMES } from "@/lib/sync/context";
import { actOnOrder } from "@/lib/sync/order-actions";
import { guarded } from "../action-client";

export const actOnOrderAction = guarded("orders:write")
  .inputSchema(z.strictObject({ orderId: idSchema, action: orderActionSchema }))
  .action(async ({ parsedInput: { orderId, action }, ctx: { scope, runtime } }) =>
    actOnOrder(scope, { orderId, action, runtime: { ...runtime, times: DEFAULT_LOOP_TIMES } }),
  );
