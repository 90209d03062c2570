import { z } from "zod";

/** True for a zone this machine knows, e.g. America/New_York. */
function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const word = (max: number) => z.string().trim().min(1).max(max);

/**
 * Endpoint and order settings of an Acumatica store. Every field has the default a standard instance needs; change one only if the setup differs.
 * The time zone defaults to UTC, the one choice that is never silently wrong by a region: it only decides which local business day a shipment
 * is dated on, and the store page asks for the merchant's.
 */
const fields = {
  endpointName: word(100).default("Default").describe("Contract-based endpoint: Web Service Endpoints (SM207060)."),
  endpointVersion: z
    .string()
    .trim()
    .regex(/^\d{1,2}\.\d{3}\.\d{3}$/, "Looks like 24.200.001.")
    .default("24.200.001")
    .describe("Must be one the instance offers; the proof test lists them."),
  orderType: word(10).default("SO").describe("Acumatica order type to import."),
  defaultWarehouseId: z
    .string()
    .trim()
    .max(60)
    .default("")
    .describe("In shipment mode, keeps one Acumatica warehouse only. No effect in sales-order mode."),
  scope: word(200)
    .refine(
      scope => !scope.split(/\s+/).includes("api:concurrent_access"),
      "api:concurrent_access would use up the licence's sign-ins; leave it out.",
    )
    .default("api offline_access")
    .describe("offline_access is what yields a refresh token; without it the password is needed again about every hour."),
  importViaShipments: z
    .boolean()
    .default(false)
    .describe("Off: open Sales Orders. On: open Shipments. Applies to new orders; those in flight keep their mode."),
  includePackageContents: z
    .boolean()
    .default(false)
    .describe("Advanced: which lines went in which box. Only where the tenant exposes the packable items."),
  confirmShipments: z.boolean().default(true).describe("Confirm the Shipment in Acumatica once tracking is written."),
  timeZone: z
    .string()
    .trim()
    .refine(isTimeZone, "Use a zone name such as America/New_York.")
    .default("UTC")
    .describe("The merchant's zone: decides the business day of a shipment."),
  shipmentLookbackDays: z.number().int().min(1).max(365).default(4).describe("How far back the first look for shipments reaches."),
  duplicateChecking: z.boolean().default(true).describe("Whether a Shipment made by others with the same tracking number counts as ours."),
  throttleLimit: z.number().int().min(1).max(10_000).default(60).describe("Requests per window: License Monitoring Console (SM604000)."),
  throttleSeconds: z.number().int().min(1).max(3_600).default(60).describe("Length of the window."),
  concurrentConnections: z.number().int().min(1).max(10).default(5).describe("Calls open at the same time."),
  concurrentBatches: z.number().int().min(1).max(10).default(5).describe("Batches worked on at the same time."),
  unmappedSku: z.enum(["send", "hold"]).default("send").describe("A SKU without a match: sent unchanged, or the order waits for one."),
  unmappedShipMethod: z
    .enum(["send", "hold"])
    .default("send")
    .describe("A Ship Via without a match: sent as words, or the order waits for one."),
  secretExpiresOn: z.iso
    .date()
    .nullable()
    .default(null)
    .describe("The day the Shared Secret expires, as set in Acumatica; we warn 30 days ahead."),
} as const;

export const storeSettingsSchema = z.object(fields).meta({ id: "StoreSettings" });
export type StoreSettings = z.infer<typeof storeSettingsSchema>;

/** What may be sent: any of the fields, none of others. Defaults are filled in on creation and never on a change. */
export const storeSettingsInputSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field.unwrap().optional().meta({ description: field.description })]),
  ) as {
    [Name in keyof typeof fields]: z.ZodOptional<ReturnType<(typeof fields)[Name]["unwrap"]>>;
  },
);
export type StoreSettingsInput = z.infer<typeof storeSettingsInputSchema>;

/** Reads settings as stored; settings that came later than the row get their default. */
export function readStoreSettings(stored: unknown): StoreSettings {
  return storeSettingsSchema.parse(stored ?? {});
}
