import { z } from "zod";
import { environmentSchema, healthSchema, idSchema, instantSchema, nameSchema } from "./common";

export const CHANNEL_KINDS = ["orders", "shipments"] as const;
export const channelKindSchema = z.enum(CHANNEL_KINDS);
export type ChannelKind = z.infer<typeof channelKindSchema>;

export const everySecondsSchema = z.number().int().min(60).max(86_400);

export const channelSchema = z.object({
  id: idSchema,
  kind: channelKindSchema,
  enabled: z.boolean(),
  everySeconds: z.number().int(),
  pausedBy: z.string().nullable(),
  pausedAt: instantSchema.nullable(),
  nextDueAt: instantSchema.nullable(),
  lastRunAt: instantSchema.nullable(),
  lastOkAt: instantSchema.nullable(),
  failures: z.number().int().meta({ description: "Consecutive transient failures." }),
  running: z.boolean(),
});
export type Channel = z.infer<typeof channelSchema>;

export const connectionSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    merchantId: idSchema,
    merchantName: z.string(),
    storeId: idSchema,
    storeName: z.string(),
    storePlatform: z.string(),
    warehouseId: idSchema,
    warehouseName: z.string(),
    warehousePlatform: z.string(),
    environment: environmentSchema.meta({ description: "`sandbox` as soon as one side is." }),
    enabled: z.boolean(),
    enabledAt: instantSchema.nullable(),
    orderPrefix: z.string().meta({ description: "In front of order numbers at the warehouse; blank unless numbers would collide." }),
    status: healthSchema,
    importViaShipments: z.boolean().meta({ description: "The store's mode for new orders." }),
    channels: z.array(channelSchema),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: "Connection" });
export type Connection = z.infer<typeof connectionSchema>;

const channelInput = z.union([
  channelKindSchema,
  z.strictObject({ kind: channelKindSchema, enabled: z.boolean().optional(), everySeconds: everySecondsSchema.optional() }),
]);

export const createConnectionSchema = z.strictObject({
  name: nameSchema,
  storeId: idSchema,
  warehouseId: idSchema,
  enabled: z.boolean().default(false),
  channels: z.array(channelInput).optional().meta({ description: "Default: both. A channel that is not named is created switched off." }),
  orderPrefix: z
    .string()
    .regex(/^[A-Za-z0-9._-]{0,12}$/, "Letters, digits, dot, dash and underscore; at most 12.")
    .optional()
    .meta({ description: "Default: blank, or made from the store's name when another store already uses this warehouse." }),
});
export type CreateConnectionInput = z.input<typeof createConnectionSchema>;

export const updateConnectionSchema = z.strictObject({
  name: nameSchema.optional(),
  enabled: z.boolean().optional(),
  channels: z
    .array(z.strictObject({ kind: channelKindSchema, enabled: z.boolean().optional(), everySeconds: everySecondsSchema.optional() }))
    .optional(),
});
export type UpdateConnectionInput = z.infer<typeof updateConnectionSchema>;

export const syncRequestSchema = z.strictObject({ channel: channelKindSchema.optional() });
export const syncAnswerSchema = z.object({ runs: z.array(z.object({ id: idSchema, channel: channelKindSchema, status: z.string() })) });
