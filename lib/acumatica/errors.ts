import { AppError, type Owner, type RetryHint } from "@/lib/core/errors";

/** Every way an Acumatica call can fail, as far as a caller has to tell them apart. Closed: the table below is exhaustive. */
export type AcumaticaErrorCode =
  | "secret_refused"
  | "user_refused"
  | "tenant_suffix_missing"
  | "scope_refused"
  | "refresh_token_dead"
  | "seat_limit"
  | "throttled"
  | "forbidden_screen"
  | "unknown_endpoint"
  | "not_found"
  | "record_busy"
  | "rejected"
  | "operation_failed"
  | "unreachable"
  | "tls"
  | "timeout"
  | "unexpected";

interface Plan {
  retry: RetryHint;
  owner: Owner;
  userMessage: string;
  nextStep: string;
}

const never: RetryHint = { kind: "never" };
const later: RetryHint = { kind: "after" };
const afterMs = (ms: number): RetryHint => ({ kind: "after", afterMs: ms });

/** What each failure means for a person. Messages are defaults; a failure that knows more (a form, a version, Acumatica's own words) says more. */
export const ACUMATICA_ERRORS: Record<AcumaticaErrorCode, Plan> = {
  secret_refused: {
    retry: never,
    owner: "merchant_erp_admin",
    userMessage: "Acumatica no longer accepts this Shared Secret. Import has stopped; no order is lost.",
    nextStep:
      "Connected Applications (SM303010): check that the application is active, then Secrets → Add Shared Secret → paste it here. The old one stays until the new one works.",
  },
  user_refused: {
    retry: never,
    owner: "merchant_erp_admin",
    userMessage:
      "Acumatica refused the integration user. It was tried once and will not be tried again, so that the account is not locked.",
    nextStep: "Users (SM201010): is the user active, not locked, with no password change pending? Then enter the current password here.",
  },
  tenant_suffix_missing: {
    retry: never,
    owner: "operator",
    userMessage: "The Client ID looks cut off: it should end with @ and your tenant's name.",
    nextStep: "Copy the whole Client ID from Connected Applications (SM303010), including the @ and the tenant's name.",
  },
  scope_refused: {
    retry: never,
    owner: "merchant_erp_admin",
    userMessage: "Acumatica does not allow this application the requested OAuth scope.",
    nextStep: "Use the scope “api offline_access”, and allow refresh tokens in Connected Applications (SM303010) → Refresh Tokens.",
  },
  refresh_token_dead: {
    retry: never,
    owner: "merchant_erp_admin",
    userMessage: "The sign-in with Acumatica has run out. Import has stopped; no order is lost.",
    nextStep: "Sign in with Acumatica again. To be asked less often, lengthen Refresh Tokens in Connected Applications (SM303010).",
  },
  seat_limit: {
    retry: afterMs(5 * 60_000),
    owner: "merchant_erp_admin",
    userMessage: "All of the licence's API sign-ins are in use. No order is lost; we try again by ourselves.",
    nextStep:
      "License Monitoring Console (SM604000): see which integrations hold the sign-ins. Users (SM201010): Max. Number of Concurrent API Logins.",
  },
  throttled: {
    retry: afterMs(60_000),
    owner: "nobody",
    userMessage: "Acumatica asked us to slow down. Tracking goes first; orders resume by themselves.",
    nextStep: "Nothing to do. If it happens often, compare the store's throttle limit with License Monitoring Console (SM604000).",
  },
  forbidden_screen: {
    retry: never,
    owner: "merchant_erp_admin",
    userMessage: "Sign-in works, but the integration user's role does not allow this form.",
    nextStep:
      "Access Rights by Role (SM201025): give the integration user's role Edit rights on Sales Orders (SO301000) and Shipments (SO302000), and View Only on Stock Items (IN202500).",
  },
  unknown_endpoint: {
    retry: never,
    owner: "operator",
    userMessage: "This instance does not offer the endpoint and version that are set for the store.",
    nextStep: "Choose one from the list that was found, or look it up in Web Service Endpoints (SM207060).",
  },
  not_found: {
    retry: never,
    owner: "merchant",
    userMessage: "Acumatica no longer has this record, or the integration user may not see it.",
    nextStep: "Look the record up in Acumatica. If it exists, check the restriction groups and branch access of the integration user.",
  },
  record_busy: {
    retry: afterMs(15_000),
    owner: "nobody",
    userMessage: "Somebody else is changing this record in Acumatica at the moment. We read it again and repeat.",
    nextStep: "Nothing to do: we try again.",
  },
  rejected: {
    retry: never,
    owner: "merchant",
    userMessage: "Acumatica did not accept the values of this record.",
    nextStep: "Open the record in Acumatica and correct what the message names, then retry.",
  },
  operation_failed: {
    retry: never,
    owner: "merchant",
    userMessage: "Acumatica could not carry out this step.",
    nextStep: "Do the same step by hand in Acumatica to see the full reason, correct it, then retry.",
  },
  unreachable: {
    retry: later,
    owner: "merchant_erp_admin",
    userMessage: "Acumatica can't be reached at the moment. No order is lost; we try again by ourselves.",
    nextStep: "If it stays, check that the instance is running and that the Instance URL is still right.",
  },
  tls: {
    retry: later,
    owner: "merchant_erp_admin",
    userMessage: "The instance's security certificate is not valid, so nothing was sent.",
    nextStep: "Renew the certificate of the instance, including its intermediate certificates.",
  },
  timeout: {
    retry: later,
    owner: "nobody",
    userMessage: "Acumatica took too long to answer. No order is lost; we try again by ourselves.",
    nextStep: "Nothing to do: we try again. If it stays, look for slow requests in License Monitoring Console (SM604000).",
  },
  unexpected: {
    retry: later,
    owner: "dockbridge",
    userMessage: "Acumatica answered with something we can't read. Nothing was changed here; we try again by ourselves.",
    nextStep: "If it stays, report it with the reference of the exchange.",
  },
};

/** One refused field of a record, from any level of the answer: `Details[2].InventoryID`; an empty path is the record itself. */
export interface FieldError {
  path: string;
  message: string;
}

export interface AcumaticaErrorOptions {
  code: AcumaticaErrorCode;
  /** For our log. Never a secret, never a vendor's body. */
  message: string;
  userMessage?: string;
  owner?: Owner;
  nextStep?: string;
  retry?: RetryHint;
  /** The write may have been carried out all the same: look before repeating it. Default false. */
  outcomeUnknown?: boolean;
  exchangeId?: string;
  fieldErrors?: FieldError[];
  /** The form Acumatica named, e.g. `SO302000`. */
  screen?: string;
  retryAfterMs?: number;
  /** Which credential field is at fault, for a form. */
  field?: string;
  /** HTTP status, for our log and for callers inside this room. */
  status?: number;
  /** Acumatica's own exception type, for callers inside this room. */
  exceptionType?: string;
  cause?: unknown;
}

/** A call to Acumatica failed. Branch on `code`; show `userMessage` and `nextStep`. */
export class AcumaticaError extends AppError {
  declare readonly code: AcumaticaErrorCode;
  readonly outcomeUnknown: boolean;
  readonly exchangeId: string | undefined;
  readonly fieldErrors: FieldError[];
  readonly screen: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly exceptionType: string | undefined;

  constructor(options: AcumaticaErrorOptions) {
    const plan = ACUMATICA_ERRORS[options.code];
    const retry = options.retryAfterMs === undefined ? (options.retry ?? plan.retry) : afterMs(options.retryAfterMs);
    super({
      code: options.code,
      message: options.message,
      userMessage: options.userMessage ?? plan.userMessage,
      owner: options.owner ?? plan.owner,
      nextStep: options.nextStep ?? plan.nextStep,
      retry,
      ...(options.field === undefined ? {} : { field: options.field }),
      ...(options.cause === undefined ? {} : { cause: options.cause }),
    });
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.exchangeId = options.exchangeId;
    this.fieldErrors = options.fieldErrors ?? [];
    this.screen = options.screen;
    this.retryAfterMs = retry.kind === "after" ? retry.afterMs : undefined;
    this.status = options.status;
    this.exceptionType = options.exceptionType;
  }
}
