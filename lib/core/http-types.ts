import { AppError } from "./errors";

/** One call to a vendor, as an adapter asks for it. The client behind it adds limits, address policy, records and time-outs. */
export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** What this call is, e.g. `acumatica.shipment.put`: names its failpoints (`<label>.before`, `<label>.after`) and its exchange record. */
  label: string;
  /** Default 30 s; longer for calls the vendor itself may hold. */
  timeoutMs?: number;
  /** `credentials`: neither body is kept in the exchange record (token requests). */
  record?: "redacted" | "credentials" | "none";
  /** `write_back` goes first when the limit is near; `import` leaves headroom for it. Default `normal`. */
  priority?: "write_back" | "normal" | "import";
  /** Sign-out never waits for a limit, as Acumatica does not queue it either. */
  unmetered?: boolean;
}

export interface HttpResponse {
  status: number;
  /** Lower-case names; repeated headers joined by ", ". */
  headers: Record<string, string>;
  /** Decoded as UTF-8, capped at the client's size limit. */
  text: string;
  durationMs: number;
  /** Id of the redacted record of this exchange, for the timeline. */
  exchangeId: string;
}

export interface HttpClient {
  /**
   * Resolves with any HTTP answer, also 4xx and 5xx; redirects are returned, never followed.
   * Throws HttpError when there is no usable answer, and BudgetError when the limit makes it wait longer than it may.
   */
  send(request: HttpRequest): Promise<HttpResponse>;
}

export type HttpFailure = "unreachable" | "tls" | "timeout" | "reset" | "blocked_address" | "too_large";

/** No usable answer. `outcomeUnknown` is true when the request may have reached the vendor: such a write is never repeated blindly. */
export class HttpError extends AppError {
  readonly failure: HttpFailure;
  readonly outcomeUnknown: boolean;
  readonly exchangeId: string | undefined;

  constructor(options: { failure: HttpFailure; message: string; outcomeUnknown: boolean; exchangeId?: string; cause?: unknown }) {
    super({
      code: options.failure,
      message: options.message,
      retry: options.failure === "blocked_address" ? { kind: "never" } : { kind: "after" },
      cause: options.cause,
    });
    this.failure = options.failure;
    this.outcomeUnknown = options.outcomeUnknown;
    this.exchangeId = options.exchangeId;
  }
}

/** The shared limit is used up for now; no call was made. */
export class BudgetError extends AppError {
  readonly resumeAt: Date;
  constructor(options: { message: string; resumeAt: Date }) {
    super({ code: "throttled", message: options.message, owner: "nobody", retry: { kind: "after" } });
    this.resumeAt = options.resumeAt;
  }
}
