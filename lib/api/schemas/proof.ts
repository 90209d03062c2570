import { z } from "zod";
import { instantSchema, ownerSchema } from "./common";

export const PROOF_STAGES = [
  "address",
  "tls",
  "token",
  "tenant",
  "endpoint",
  "sales_orders",
  "shipments",
  "stock_items",
  "write_shipment",
  "package_contents",
  "warehouse_id",
  "refresh_token",
  "limits",
] as const;

export const proofStageSchema = z.object({
  stage: z.enum(PROOF_STAGES),
  ok: z.boolean().meta({
    description:
      "With `skipped`: true when the stage does not apply to this store, false when an earlier failure kept it from being tried.",
  }),
  skipped: z.boolean().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  owner: ownerSchema.optional(),
  nextStep: z.string().optional(),
  durationMs: z.number().int().optional(),
});
export type ProofStage = z.infer<typeof proofStageSchema>;

export const proofSchema = z
  .object({ ok: z.boolean(), at: instantSchema, stages: z.array(proofStageSchema) })
  .meta({ id: "ProofTest", description: "The staged check of a store. `ok` only when every stage that matters passed." });
export type Proof = z.infer<typeof proofSchema>;

/** A warehouse has one check: does it accept the key. */
export const warehouseProofSchema = z.object({
  ok: z.boolean(),
  at: instantSchema,
  stages: z.array(proofStageSchema.extend({ stage: z.enum(["address", "token"]) })),
  accountName: z.string().optional(),
});
export type WarehouseProof = z.infer<typeof warehouseProofSchema>;
