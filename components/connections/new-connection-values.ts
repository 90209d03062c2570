import { z } from "zod";

const filled = (what: string) => z.string().trim().min(1, `${what} is missing.`);
/** Typed as it is: a secret may begin or end with a blank. */
const secret = (what: string) => z.string().min(1, `${what} is missing.`);
const count = (min: number, max: number) =>
  z
    .number({ error: `A number from ${min} to ${max}.` })
    .int()
    .min(min, `At least ${min}.`)
    .max(max, `At most ${max}.`);

/** What the form holds. `""` for an existing merchant, store or warehouse means: make a new one from the fields below. */
export const newConnectionValuesSchema = z
  .object({
    name: filled("The name").max(120),
    merchantId: z.string(),
    merchantName: z.string().trim().max(120),
    warehouseId: z.string(),
    warehouseName: z.string().trim().max(120),
    apiKey: z.string().trim(),
    apiSecret: z.string().trim(),
    baseUrl: z.string().trim(),
    storeId: z.string(),
    storeName: z.string().trim().max(120),
    instanceUrl: z.string().trim(),
    clientId: z.string().trim(),
    clientSecret: z.string(),
    username: z.string().trim(),
    password: z.string(),
    tenant: z.string().trim(),
    endpointName: filled("The endpoint"),
    endpointVersion: z
      .string()
      .trim()
      .regex(/^\d{1,2}\.\d{3}\.\d{3}$/, "Looks like 24.200.001."),
    orderType: filled("The order type").max(10),
    defaultWarehouseId: z.string().trim().max(60),
    scope: filled("The scope"),
    importViaShipments: z.boolean(),
    includePackageContents: z.boolean(),
    confirmShipments: z.boolean(),
    timeZone: filled("The time zone"),
    shipmentLookbackDays: count(1, 365),
    throttleLimit: count(1, 10_000),
    throttleSeconds: count(1, 3_600),
    concurrentConnections: count(1, 10),
    concurrentBatches: count(1, 10),
  })
  .superRefine((values, context) => {
    const require = (field: keyof typeof values, check: z.ZodType) => {
      const result = check.safeParse(values[field]);
      if (!result.success)
        context.addIssue({ code: "custom", path: [field], message: result.error.issues[0]?.message ?? "This is missing." });
    };
    if (!values.storeId) {
      if (!values.merchantId) require("merchantName", filled("The merchant's name"));
      require("storeName", filled("The store's name"));
      require("instanceUrl", filled("The instance URL"));
      require("clientId", filled("The Client ID"));
      require("clientSecret", secret("The Client Secret"));
      require("username", filled("The username"));
      require("password", secret("The password"));
    }
    if (!values.warehouseId) {
      require("warehouseName", filled("The warehouse's name"));
      require("apiKey", filled("The API key"));
      require("apiSecret", filled("The API secret"));
    }
  });

export type NewConnectionValues = z.infer<typeof newConnectionValuesSchema>;

/** A standard instance; the zone comes from the browser. */
export function blankConnection(timeZone: string): NewConnectionValues {
  return {
    name: "",
    merchantId: "",
    merchantName: "",
    warehouseId: "",
    warehouseName: "",
    apiKey: "",
    apiSecret: "",
    baseUrl: "",
    storeId: "",
    storeName: "",
    instanceUrl: "",
    clientId: "",
    clientSecret: "",
    username: "",
    password: "",
    tenant: "",
    endpointName: "Default",
    endpointVersion: "24.200.001",
    orderType: "SO",
    defaultWarehouseId: "",
    scope: "api offline_access",
    importViaShipments: false,
    includePackageContents: false,
    confirmShipments: true,
    timeZone,
    shipmentLookbackDays: 4,
    throttleLimit: 60,
    throttleSeconds: 60,
    concurrentConnections: 5,
    concurrentBatches: 5,
  };
}
