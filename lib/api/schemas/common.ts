import { z } from "zod";

/** The pieces every shape of the API is made of. Pure: pages, validation and the OpenAPI document all read these. */
export const idSchema = z.uuid().meta({ description: "UUIDv7." });
export const instantSchema = z.string().meta({ format: "date-time", description: "Instant in UTC, ISO 8601." });
/** Exact decimals inside; at most six decimals, so a JSON number carries them faithfully. */
export const quantitySchema = z.number().meta({ description: "Quantity, up to six decimals." });
export const ownerSchema = z
  .enum(["merchant", "merchant_erp_admin", "operator", "nobody", "dockbridge"])
  .meta({ description: "Who must act; `nobody` means that waiting is enough." });
export const environmentSchema = z.enum(["production", "sandbox"]);

export const HEALTH_CODES = ["off", "needs_sign_in", "limited", "throttled", "paused", "expires_soon", "connected"] as const;

export const healthSchema = z
  .object({
    code: z.enum(HEALTH_CODES),
    since: instantSchema.nullable(),
    message: z.string(),
    owner: ownerSchema,
    nextStep: z.string().nullable(),
    /** Only with `throttled`. */
    until: instantSchema.nullable().meta({ description: "When a throttled connection goes on; null otherwise." }),
  })
  .meta({ id: "Status", description: "Derived from facts whenever it is read, never stored." });
export type Health = z.infer<typeof healthSchema>;
export type HealthCode = Health["code"];

export const jsonObjectSchema = z.record(z.string(), z.unknown());

export const PAGE_LIMIT_DEFAULT = 50;
export const PAGE_LIMIT_MAX = 200;

export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
  cursor: z.string().max(500).optional().meta({ description: "`nextCursor` of the page before." }),
});

export interface Page<T> {
  data: T[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

/** RFC 9457. */
export const problemDocumentSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    field: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })),
    nextStep: z.string().optional(),
    requestId: z.string(),
  })
  .meta({ id: "ProblemDocument", description: "What went wrong, as application/problem+json (RFC 9457)." });
export type ProblemDocument = z.infer<typeof problemDocumentSchema>;

export const nameSchema = z.string().trim().min(1).max(120);
