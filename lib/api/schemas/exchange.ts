import { z } from "zod";
import { idSchema, instantSchema } from "./common";

export const exchangeSchema = z
  .object({
    id: idSchema,
    label: z.string(),
    method: z.string(),
    url: z.string(),
    requestHeaders: z.record(z.string(), z.string()),
    requestBody: z.string().nullable(),
    status: z.number().int().nullable().meta({ description: "Null: no answer came." }),
    responseHeaders: z.record(z.string(), z.string()).nullable(),
    responseBody: z.string().nullable(),
    failure: z.string().nullable(),
    at: instantSchema,
    durationMs: z.number().int(),
  })
  .meta({ id: "Exchange", description: "One request and its answer, redacted, kept 30 days." });
export type Exchange = z.infer<typeof exchangeSchema>;
