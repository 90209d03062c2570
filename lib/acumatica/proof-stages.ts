import type { Clock } from "@/lib/core/clock";
import type { Owner } from "@/lib/core/errors";
import type { HttpClient } from "@/lib/core/http-types";
import type { AcumaticaCredentials } from "./credentials";
import { AcumaticaError } from "./errors";
import type { SessionSettings } from "./session";
import type { TokenStore } from "./token-store";

/** The stages of a proof test, in the order in which they are walked and shown. */
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
export type ProofStage = (typeof PROOF_STAGES)[number];

/** Store settings that decide which lines of the test apply. */
export interface ProofNeeds {
  orderType: string;
  /** Blank: none is set. */
  warehouseId: string;
  importViaShipments: boolean;
  includePackageContents: boolean;
}

export interface ProofTestOptions {
  http: HttpClient;
  clock: Clock;
  /** The store's own, so that its one sign-in is used; for credentials that are not saved yet, a store in memory. */
  tokens: TokenStore;
  credentials: AcumaticaCredentials;
  settings: SessionSettings;
  needs: ProofNeeds;
  /** For credentials that are not saved: frees the sign-in afterwards. */
  signOutAfter?: boolean;
}

/** One line of the proof test. `ok: null`: does not apply here, or was not reached. */
export interface ProofResult {
  stage: ProofStage;
  ok: boolean | null;
  code?: string;
  message?: string;
  owner?: Owner;
  nextStep?: string;
  durationMs: number;
}

/** What a stage came to, before it is timed. `ends`: without it nothing after can be tried. */
export type StageOutcome = Omit<ProofResult, "stage" | "durationMs"> & { ends?: boolean };

export const passed = (message?: string): StageOutcome => ({ ok: true, ...(message === undefined ? {} : { message }) });
export const notApplicable = (message: string): StageOutcome => ({ ok: null, message });

/** A failed line from an error. Anything that is not Acumatica's is rethrown: it is not about the store. */
export function failedWith(error: unknown, options: { ends?: boolean } = {}): StageOutcome {
  if (!(error instanceof AcumaticaError)) throw error;
  const { code, userMessage, owner, nextStep } = error;
  return { ok: false, code, message: userMessage, owner, ...(nextStep === undefined ? {} : { nextStep }), ...options };
}
