import { z } from "zod";
import { idSchema, instantSchema, nameSchema } from "./common";

export const merchantSchema = z
  .object({ id: idSchema, name: z.string(), createdAt: instantSchema, storeCount: z.number().int() })
  .meta({ id: "Merchant" });
export type Merchant = z.infer<typeof merchantSchema>;

export const createMerchantSchema = z.strictObject({ name: nameSchema });
export const updateMerchantSchema = z.strictObject({ name: nameSchema });
