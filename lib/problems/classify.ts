import { AppError, type Owner } from "@/lib/core/errors";
import { BudgetError, HttpError } from "@/lib/core/http-types";

/**
 * `configuration` stops the channel until somebody changes something. `data`: this record waits, the others go on.
 * `transient`: again later, by itself. `ours`: a bug; again later, and we are told.
 */
export type FailureKind = "configuration" | "data" | "transient" | "ours";

export interface Failure {
  kind: FailureKind;
  code: string;
  message: string;
  owner: Owner;
  nextStep: string;
  /** The vendor's own wish, before any cap. */
  retryAfterMs?: number;
  resumeAt?: Date;
  exchangeId?: string;
  outcomeUnknown: boolean;
}

const KIND_BY_CODE: Record<string, FailureKind> = {
  secret_refused: "configuration",
  user_refused: "configuration",
  tenant_suffix_missing: "configuration",
  scope_refused: "configuration",
  refresh_token_dead: "configuration",
  forbidden_screen: "configuration",
  unknown_endpoint: "configuration",
  blocked_address: "configuration",
  key_refused: "configuration",
  forbidden: "configuration",
  invalid_settings: "configuration",
  seat_limit: "transient",
  throttled: "transient",
  record_busy: "transient",
  unreachable: "transient",
  tls: "transient",
  timeout: "transient",
  reset: "transient",
  unexpected: "transient",
  too_large: "transient",
  lease_lost: "transient",
  rejected: "data",
  not_found: "data",
  operation_failed: "data",
  address_incomplete: "data",
  already_final: "data",
};

const NEXT_STEP: Record<FailureKind, string> = {
  configuration: "Correct the setting named here, then run the proof test.",
  data: "Correct the record, then retry it.",
  transient: "Nothing to do: we try again.",
  ours: "We try again. If it stays, report it with the reference of the run.",
};

/** The one place where an outside failure becomes a decision. Conservative: what it does not know is ours, and never a reason to repeat a write. */
export function classify(error: unknown): Failure {
  if (!(error instanceof AppError)) {
    return {
      kind: "ours",
      code: "internal_error",
      message: "Something went wrong in Dockbridge itself. Nothing was lost; the step is repeated.",
      owner: "dockbridge",
      nextStep: NEXT_STEP.ours,
      outcomeUnknown: true,
    };
  }
  const known = KIND_BY_CODE[error.code] ?? "ours";
  // A failure that says itself that trying again is useless (an address we may not call, say) needs a change first.
  const kind = known === "transient" && error.retry.kind === "never" ? "configuration" : known;
  const retryAfterMs = error.retry.kind === "after" ? error.retry.afterMs : undefined;
  return {
    kind,
    code: error.code,
    message: error.userMessage,
    owner: kind === "transient" && error.owner === "dockbridge" ? "nobody" : error.owner,
    nextStep: error.nextStep ?? NEXT_STEP[kind],
    outcomeUnknown: hasFlag(error, "outcomeUnknown"),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(error instanceof BudgetError ? { resumeAt: error.resumeAt } : {}),
    ...exchangeOf(error),
  };
}

/** True when another call may follow at once; false when the whole channel must pause or stop. */
export function stopsChannel(failure: Failure): boolean {
  return failure.kind === "configuration" || ["throttled", "seat_limit", "unreachable", "tls", "lease_lost"].includes(failure.code);
}

function hasFlag(error: AppError, flag: "outcomeUnknown"): boolean {
  return error instanceof HttpError
    ? error.outcomeUnknown
    : flag in error && (error as { outcomeUnknown?: unknown }).outcomeUnknown === true;
}

function exchangeOf(error: AppError): { exchangeId?: string } {
  const id = "exchangeId" in error ? error.exchangeId : undefined;
  return typeof id === "string" ? { exchangeId: id } : {};
}
