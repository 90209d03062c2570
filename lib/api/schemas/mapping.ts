import { z } from "zod";
import { idSchema, instantSchema, pageQuerySchema } from "./common";

export const mappingKindSchema = z.enum(["sku", "ship_method"]);
export const shipMethodTargetSchema = z.strictObject({
  carrierCode: z.string().trim().min(1).max(100),
  serviceCode: z.string().trim().min(1).max(100),
});
export const skuTargetSchema = z.string().trim().min(1).max(200);

export const mappingSchema = z
  .object({
    id: idSchema,
    connectionId: idSchema,
    kind: mappingKindSchema,
    from: z.string(),
    to: z.union([skuTargetSchema, shipMethodTargetSchema]),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: "Mapping" });
export type Mapping = z.infer<typeof mappingSchema>;

const from = z.string().trim().min(1).max(200);
export const createMappingSchema = z.discriminatedUnion("kind", [
  z.strictObject({ connectionId: idSchema, kind: z.literal("sku"), from, to: skuTargetSchema }),
  z.strictObject({ connectionId: idSchema, kind: z.literal("ship_method"), from, to: shipMethodTargetSchema }),
]);
export type CreateMappingInput = z.infer<typeof createMappingSchema>;

export const createdMappingSchema = mappingSchema.extend({
  released: z.number().int().meta({ description: "Orders that waited for this match and go on now." }),
});

export const mappingQuerySchema = pageQuerySchema.extend({ connectionId: idSchema.optional(), kind: mappingKindSchema.optional() });
export type MappingQuery = z.infer<typeof mappingQuerySchema>;
