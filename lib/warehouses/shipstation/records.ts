import { z } from "zod";

/** What ShipStation V1 answers, as far as it is read. Unknown fields pass, absent and null are the same, and ids are text whatever they came as. */
const id = z.union([z.number(), z.string()]).transform(String);
const text = z.string().nullish();
const numeric = z.union([z.number(), z.string()]).nullish();

export const batchAnswerSchema = z.object({
  results: z.array(z.object({ orderId: id.nullish(), orderKey: text, success: z.boolean().nullish(), errorMessage: text })),
});

export const orderSchema = z.looseObject({
  orderId: id,
  orderNumber: text,
  orderKey: text,
  orderStatus: text,
  advancedOptions: z.looseObject({ mergedOrSplit: z.boolean().nullish() }).nullish(),
});
export type ShipStationOrder = z.infer<typeof orderSchema>;
export const orderListSchema = z.object({ orders: z.array(orderSchema) });

const weight = z.object({ value: numeric, units: text }).nullish();
const dimensions = z.object({ units: text, length: numeric, width: numeric, height: numeric }).nullish();
const item = z.object({ lineItemKey: text, sku: text, quantity: numeric });

/** One row of GET /shipments: one label. `shipmentItems` is null unless asked for. */
export const labelSchema = z.object({
  shipmentId: id,
  orderId: id.nullish(),
  orderKey: text,
  orderNumber: text,
  createDate: z.string(),
  shipDate: text,
  shipmentCost: numeric,
  trackingNumber: text,
  isReturnLabel: z.boolean().nullish(),
  carrierCode: text,
  serviceCode: text,
  voided: z.boolean().nullish(),
  voidDate: text,
  weight,
  dimensions,
  shipmentItems: z.array(item).nullish(),
});
export type Label = z.infer<typeof labelSchema>;

/** One row of GET /fulfillments: shipped outside ShipStation. Names neither lines nor the order key. */
export const fulfilmentSchema = z.object({
  fulfillmentId: id,
  orderId: id.nullish(),
  orderNumber: text,
  createDate: z.string(),
  shipDate: text,
  trackingNumber: text,
  carrierCode: text,
  fulfillmentProviderCode: text,
  fulfillmentServiceCode: text,
  voided: z.boolean().nullish(),
  voidDate: text,
});
export type Fulfilment = z.infer<typeof fulfilmentSchema>;

/** Rows are read one by one after this, so that one odd row does not cost the page. */
export const labelPageSchema = z.object({ shipments: z.array(z.unknown()), total: z.number().nullish() });
export const fulfilmentPageSchema = z.object({ fulfillments: z.array(z.unknown()), total: z.number().nullish() });

export const storesSchema = z.array(z.object({ storeName: text, companyName: text, active: z.boolean().nullish() }));
export const carriersSchema = z.array(z.object({ code: z.string(), name: text, nickname: text }));
export const servicesSchema = z.array(z.object({ code: z.string(), name: text }));
export const webhooksSchema = z.object({ webhooks: z.array(z.object({ HookType: text, Url: text, Active: z.boolean().nullish() })) });
