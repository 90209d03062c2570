import { z } from "zod";
import { ORDER_STATUSES } from "@/lib/orders/order-status";
import { idSchema, instantSchema, jsonObjectSchema, ownerSchema, pageQuerySchema, quantitySchema } from "./common";

export const orderStatusSchema = z.enum(ORDER_STATUSES as [(typeof ORDER_STATUSES)[number], ...typeof ORDER_STATUSES]);
export const orderModeSchema = z.enum(["sales_order", "shipment"]);

/** The problem an order or a write-back waits for, in short; the whole one is under /problems. */
export const problemBriefSchema = z.object({
  id: idSchema,
  code: z.string(),
  message: z.string(),
  owner: ownerSchema,
  nextStep: z.string(),
  nextAttemptAt: instantSchema.nullable(),
});

export const addressSchema = z.object({
  name: z.string(),
  company: z.string().optional(),
  attention: z.string().optional(),
  line1: z.string().optional(),
  line2: z.string().optional(),
  line3: z.string().optional(),
  city: z.string().optional(),
  state: z.string().optional(),
  postalCode: z.string().optional(),
  country: z.string().optional().meta({ description: "ISO 3166 alpha-2." }),
  phone: z.string().optional(),
  email: z.string().optional(),
});

export const orderLineSchema = z.object({
  lineRef: z.string().meta({ description: "Acumatica LineNbr." }),
  sku: z.string(),
  warehouseSku: z.string().meta({ description: "The SKU the warehouse is asked for, after mapping." }),
  description: z.string().nullable(),
  uom: z.string().nullable(),
  erpWarehouseId: z.string().nullable(),
  quantity: quantitySchema.meta({ description: "Open quantity at import: what the warehouse is asked to ship." }),
  shippedQuantity: quantitySchema,
});

export const packageSchema = z.object({
  trackingNumber: z.string(),
  weight: z.number().nullable(),
  weightUnit: z.string().nullable(),
  dimensions: z.object({ length: z.number(), width: z.number(), height: z.number(), unit: z.string() }).nullable(),
});

export const shipmentSchema = z.object({
  id: idSchema,
  externalId: z.string().meta({ description: "The warehouse's own id." }),
  kind: z.enum(["label", "fulfilment", "return"]),
  voided: z.boolean(),
  voidedAt: instantSchema.nullable(),
  shippedAt: instantSchema.meta({ description: "The start of the ship day where the warehouse names only the day." }),
  createdAt: instantSchema.meta({ description: "When the label or fulfilment was made." }),
  collectedAt: instantSchema.meta({ description: "When Dockbridge read it." }),
  carrier: z.string().nullable(),
  service: z.string().nullable(),
  packages: z.array(packageSchema),
  lines: z
    .array(z.object({ lineRef: z.string(), quantity: quantitySchema, reportedQuantity: quantitySchema }))
    .meta({ description: "Lines of this order only. `quantity` is capped at what was ordered." }),
});

export const writeBackSchema = z.object({
  id: idSchema,
  shipmentId: idSchema,
  action: z.enum(["write", "undo"]),
  status: z.enum(["waiting", "sending", "in_doubt", "done", "attention"]),
  statusSince: instantSchema,
  statusReason: z.string().nullable(),
  target: z.string().nullable().meta({ description: "Acumatica ShipmentNbr, once known." }),
  reference: z.string().meta({ description: "Our reference inside that Shipment." }),
  erpWarehouseId: z.string(),
  attempts: z.number().int(),
  nextAttemptAt: instantSchema.nullable(),
  writtenAt: instantSchema.nullable(),
  confirmedAt: instantSchema.nullable(),
  doneAt: instantSchema.nullable(),
  problem: problemBriefSchema.nullable(),
});

export const orderEventSchema = z.object({
  id: idSchema,
  at: instantSchema,
  kind: z.string(),
  text: z.string(),
  data: z.unknown(),
  exchangeId: idSchema.nullable().meta({ description: "The recorded request and answer, kept 30 days." }),
  durationMs: z.number().int().nullable(),
  actorKind: z.string(),
  actorName: z.string().nullable(),
});
export type OrderEvent = z.infer<typeof orderEventSchema>;

export const orderSummarySchema = z
  .object({
    id: idSchema,
    number: z.string(),
    sourceKind: z.enum(["SalesOrder", "Shipment"]),
    sourceKey: z.string(),
    mode: orderModeSchema,
    status: orderStatusSchema,
    statusSince: instantSchema,
    statusReason: z.string().nullable().meta({ description: "Why it waits, in words." }),
    connectionId: idSchema,
    connectionName: z.string(),
    storeId: idSchema,
    storeName: z.string(),
    merchantId: idSchema,
    merchantName: z.string(),
    warehouseId: idSchema,
    warehouseName: z.string(),
    warehouseKey: z.string().meta({ description: "The key the warehouse knows the order by (ShipStation: orderKey)." }),
    warehouseRef: z.string().nullable().meta({ description: "The warehouse's own id, once it has accepted the order." }),
    customerName: z.string().nullable(),
    shipVia: z.string().nullable(),
    shipToPlace: z.string().nullable().meta({ description: "City, state and country in one line." }),
    unitsOrdered: quantitySchema,
    unitsShipped: quantitySchema,
    trackingNumbers: z.array(z.string()).meta({ description: "Of shipments that are not voided." }),
    importedAt: instantSchema,
    acceptedAt: instantSchema.nullable(),
    shippedAt: instantSchema.nullable(),
    completedAt: instantSchema.nullable(),
    shipByAt: instantSchema.nullable(),
    problem: problemBriefSchema.nullable(),
  })
  .meta({ id: "OrderSummary" });
export type OrderSummary = z.infer<typeof orderSummarySchema>;

export const orderSchema = orderSummarySchema
  .extend({
    customerId: z.string().nullable(),
    shipTo: addressSchema,
    shipMethod: z.unknown().meta({ description: "Carrier and service it is sent with, or the requested service in words." }),
    sourceStatus: z.string().meta({ description: "Acumatica's own status word at the last read." }),
    sourceModifiedAt: instantSchema,
    lateChange: jsonObjectSchema.nullable().meta({ description: "What changed in Acumatica after the warehouse accepted the order." }),
    sendAttempts: z.number().int(),
    nextSendAt: instantSchema.nullable(),
    lines: z.array(orderLineSchema),
    shipments: z.array(shipmentSchema),
    writeBacks: z.array(writeBackSchema),
    events: z.array(orderEventSchema).meta({ description: "Oldest first, at most the latest 500." }),
  })
  .meta({ id: "Order" });
export type Order = z.infer<typeof orderSchema>;

export const orderQuerySchema = pageQuerySchema.extend({
  status: z
    .string()
    .transform(value => value.split(",").filter(Boolean))
    .pipe(z.array(orderStatusSchema))
    .optional()
    .meta({ description: "One status, or several with commas between." }),
  connectionId: idSchema.optional(),
  mode: orderModeSchema.optional(),
  problemId: idSchema.optional(),
  q: z
    .string()
    .trim()
    .max(100)
    .optional()
    .meta({ description: "Beginning of the order number, or a whole tracking number, SKU or warehouse id." }),
});
export type OrderQuery = z.infer<typeof orderQuerySchema>;

export const ORDER_ACTIONS = ["retry", "reset", "hold", "release", "archive", "cancel"] as const;
export const orderActionSchema = z.enum(ORDER_ACTIONS);
export type OrderActionName = z.infer<typeof orderActionSchema>;

export const actionResultSchema = z.object({ id: idSchema, status: orderStatusSchema });

export const bulkOrdersSchema = z.strictObject({
  action: orderActionSchema,
  orderIds: z.array(idSchema).min(1).max(500),
});
export const bulkResultSchema = z.object({
  done: z.number().int(),
  refused: z.number().int(),
  results: z.array(
    z.object({
      orderId: idSchema,
      ok: z.boolean(),
      status: orderStatusSchema.optional(),
      code: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
});
export type BulkResult = z.infer<typeof bulkResultSchema>;
