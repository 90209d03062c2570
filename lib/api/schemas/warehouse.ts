import { z } from "zod";
import { environmentSchema, healthSchema, idSchema, instantSchema, nameSchema } from "./common";
import { warehouseProofSchema } from "./proof";

export const warehousePlatformSchema = z.enum(["shipstation"]);

export const warehouseSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    platform: warehousePlatformSchema,
    environment: environmentSchema,
    status: healthSchema,
    credentials: z.object({
      baseUrl: z.string().nullable(),
      apiKeySetAt: instantSchema.nullable(),
      apiSecretSetAt: instantSchema.nullable(),
    }),
    webhookUrl: z
      .string()
      .nullable()
      .meta({ description: "Where the warehouse calls us. Secret: whoever knows it may nudge. Null for readers." }),
    webhooksRegisteredAt: instantSchema.nullable(),
    lastProof: warehouseProofSchema.nullable(),
    connectionCount: z.number().int(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: "Warehouse" });
export type Warehouse = z.infer<typeof warehouseSchema>;

const credentials = z.strictObject({
  apiKey: z.string().trim().min(1).max(300).meta({ writeOnly: true }),
  apiSecret: z.string().trim().min(1).max(300).meta({ writeOnly: true }),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional()
    .meta({ description: "Default https://ssapi.shipstation.com." }),
});

export const createWarehouseSchema = z.strictObject({
  name: nameSchema,
  platform: warehousePlatformSchema,
  environment: environmentSchema.optional(),
  credentials,
});
export type CreateWarehouseInput = z.infer<typeof createWarehouseSchema>;

export const updateWarehouseSchema = z.strictObject({ name: nameSchema.optional(), credentials: credentials.partial().optional() });
export type UpdateWarehouseInput = z.infer<typeof updateWarehouseSchema>;
