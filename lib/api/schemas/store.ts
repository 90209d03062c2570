import { z } from "zod";
import { storeSettingsInputSchema, storeSettingsSchema } from "@/lib/connections/store-settings";
import { environmentSchema, healthSchema, idSchema, instantSchema, nameSchema } from "./common";
import { proofSchema } from "./proof";

export const storePlatformSchema = z.enum(["acumatica"]);

const text = (max: number) => z.string().trim().min(1).max(max);
/** Typed as it is: a secret may begin or end with a blank. */
const secret = (max: number) => z.string().min(1).max(max);

export const storeCredentialsInputSchema = z.strictObject({
  grant: z.literal("password").default("password"),
  instanceUrl: text(500).meta({
    description: "Base URL of the instance, e.g. https://myerp.acumatica.com. A pasted /t/<tenant> is read as the tenant.",
  }),
  clientId: text(300).meta({ description: "From Connected Applications (SM303010); ends in @ and the tenant's name." }),
  clientSecret: secret(500).meta({ description: "The Shared Secret's value.", writeOnly: true }),
  username: text(200),
  password: secret(500).meta({ writeOnly: true }),
  tenant: z.string().trim().max(120).optional().meta({ description: "Only when one instance holds several." }),
});
export type StoreCredentialsInput = z.infer<typeof storeCredentialsInputSchema>;

/** What may be shown again. Secrets only say when they were set. */
export const storeCredentialsSchema = z.object({
  grant: z.literal("password"),
  instanceUrl: z.string(),
  clientId: z.string(),
  username: z.string(),
  tenant: z.string(),
  clientSecretSetAt: instantSchema.nullable(),
  passwordSetAt: instantSchema.nullable(),
});

export const storeSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    merchantId: idSchema,
    merchantName: z.string(),
    platform: storePlatformSchema,
    environment: environmentSchema,
    status: healthSchema,
    credentials: storeCredentialsSchema,
    settings: storeSettingsSchema,
    lastProof: proofSchema.nullable(),
    connectionCount: z.number().int(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: "Store" });
export type Store = z.infer<typeof storeSchema>;

export const createStoreSchema = z.strictObject({
  name: nameSchema,
  merchantId: idSchema,
  platform: storePlatformSchema,
  environment: environmentSchema.optional(),
  credentials: storeCredentialsInputSchema,
  settings: storeSettingsInputSchema.optional(),
});
export type CreateStoreInput = z.infer<typeof createStoreSchema>;

/** Absent fields stay as they are; a secret is replaced only when it is given. */
export const updateStoreSchema = z.strictObject({
  name: nameSchema.optional(),
  credentials: storeCredentialsInputSchema.partial().optional(),
  settings: storeSettingsInputSchema.optional(),
});
export type UpdateStoreInput = z.infer<typeof updateStoreSchema>;
