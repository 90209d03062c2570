import { z } from "zod";
import { idSchema, instantSchema, pageQuerySchema } from "./common";
import { channelKindSchema } from "./connection";
import { orderEventSchema } from "./order";

export const runStatusSchema = z.enum(["queued", "running", "succeeded", "failed"]);

export const runErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  owner: z.string().optional(),
  nextStep: z.string().optional(),
});

export const runSchema = z
  .object({
    id: idSchema,
    connectionId: idSchema,
    connectionName: z.string(),
    channel: channelKindSchema,
    trigger: z.enum(["schedule", "manual", "webhook"]),
    status: runStatusSchema,
    counters: z.record(z.string(), z.number()),
    error: runErrorSchema.nullable(),
    createdAt: instantSchema,
    startedAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
  })
  .meta({ id: "Run" });
export type Run = z.infer<typeof runSchema>;

/** A run with its log. */
export const runDetailSchema = runSchema.extend({ events: z.array(orderEventSchema) }).meta({ id: "RunDetail" });
export type RunDetail = z.infer<typeof runDetailSchema>;

export const runQuerySchema = pageQuerySchema.extend({
  connectionId: idSchema.optional(),
  channel: channelKindSchema.optional(),
  status: runStatusSchema.optional(),
});
export type RunQuery = z.infer<typeof runQuerySchema>;
