import { z } from "zod";
import { idSchema, instantSchema, ownerSchema, pageQuerySchema } from "./common";
import { orderStatusSchema } from "./order";

export const problemSchema = z
  .object({
    id: idSchema,
    code: z.string(),
    message: z.string(),
    owner: ownerSchema,
    nextStep: z.string(),
    stops: z.enum(["order", "channel", "nothing"]),
    count: z.number().int().meta({ description: "Orders that wait for it." }),
    since: instantSchema,
    lastSeenAt: instantSchema,
    nextAttemptAt: instantSchema.nullable(),
    closedAt: instantSchema.nullable(),
    connectionId: idSchema.nullable(),
    connectionName: z.string().nullable(),
    storeId: idSchema.nullable(),
    warehouseId: idSchema.nullable(),
    key: z.string().meta({ description: "What groups it, e.g. the missing SKU." }),
    orders: z
      .array(z.object({ id: idSchema, number: z.string(), status: orderStatusSchema }))
      .meta({ description: "The first 50; all of them: /orders?problemId=." }),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problemSchema>;

export const problemQuerySchema = pageQuerySchema.extend({
  connectionId: idSchema.optional(),
  state: z.enum(["open", "closed"]).default("open"),
});
export type ProblemQuery = z.infer<typeof problemQuerySchema>;
