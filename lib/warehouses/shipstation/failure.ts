import { HttpError, type HttpResponse } from "@/lib/core/http-types";
import { readRetryAfterMs } from "@/lib/core/retry-after";
import type { WarehouseErrorCode } from "../contract";
import { WarehouseError } from "../warehouse-error";

const WAIT_MS = 60_000;
const TEXT_CHARS_MAX = 300;

/** Status 500: ShipStation broke on this very request, which a smaller one may get around. 502 to 504 say that all of it is away. */
export class InternalError extends WarehouseError {
  constructor(response: HttpResponse, { isWrite, said }: { isWrite: boolean; said: string | null }) {
    super({
      code: "unexpected",
      message: `ShipStation answered 500${said ? `: ${said}` : ""}`,
      userMessage: "ShipStation had an internal error.",
      exchangeId: response.exchangeId,
      outcomeUnknown: isWrite,
    });
  }
}

/**
 * The error an answer stands for, or null for a good one. ShipStation V1 documents the status codes and not all bodies (the one of a 401 is unknown), so
 * the status decides and the body only explains. A write answered with 5xx may have happened.
 */
export function readFailure(response: HttpResponse, call: { isWrite: boolean; now: Date }): WarehouseError | null {
  const { status, exchangeId } = response;
  if (status >= 200 && status < 300) return null;
  const said = vendorText(response.text);
  const make = (code: WarehouseErrorCode, userMessage: string, more: { retryAfterMs?: number; outcomeUnknown?: boolean } = {}) =>
    new WarehouseError({ code, message: `ShipStation answered ${status}${said ? `: ${said}` : ""}`, userMessage, exchangeId, ...more });
  if (status === 401) return make("key_refused", "ShipStation does not accept this API key and secret.");
  if (status === 403) return make("forbidden", "ShipStation does not allow this key to do that.");
  if (status === 429) {
    const retryAfterMs = readRetryAfterMs(response.headers, call.now) ?? WAIT_MS;
    return make("throttled", "ShipStation asked us to slow down.", { retryAfterMs });
  }
  if (status === 400 || status === 405) return make("rejected", said ?? "ShipStation could not read the request.");
  if (status === 500) return new InternalError(response, { isWrite: call.isWrite, said });
  if (status > 500) return make("unexpected", "ShipStation had an internal error.", { outcomeUnknown: call.isWrite });
  return make("unexpected", "ShipStation gave an answer we did not expect.");
}

/** A 200 that is not what was asked for: HTML, cut JSON, another shape. A write may have happened all the same. */
export function unreadable(response: HttpResponse, call: { isWrite: boolean; cause?: unknown }): WarehouseError {
  return new WarehouseError({
    code: "unexpected",
    message: "ShipStation's answer could not be read",
    userMessage: "ShipStation gave an answer we could not read.",
    outcomeUnknown: call.isWrite,
    exchangeId: response.exchangeId,
    cause: call.cause,
  });
}

/** No usable answer at all. What is not an HttpError (the shared limit, an aborted wait) is not ours to translate. */
export function fromHttpError(error: unknown): unknown {
  if (!(error instanceof HttpError)) return error;
  const { failure, outcomeUnknown, exchangeId, message } = error;
  const code: WarehouseErrorCode = failure === "timeout" ? "timeout" : failure === "too_large" ? "unexpected" : "unreachable";
  if (failure === "blocked_address") return blockedAddress(error);
  const isAddress = failure === "unreachable" || failure === "tls";
  const userMessage = code === "timeout" ? "ShipStation did not answer in time." : "ShipStation could not be reached.";
  return new WarehouseError({
    code,
    message,
    userMessage,
    outcomeUnknown,
    exchangeId,
    cause: error,
    ...(isAddress ? { field: "baseUrl" } : {}),
  });
}

/** Waiting changes nothing here: the address must be another, or be allowed. */
function blockedAddress(error: HttpError): WarehouseError {
  return new WarehouseError({
    code: "unreachable",
    message: error.message,
    userMessage: "This warehouse's address may not be called: it is not a public https address.",
    owner: "operator",
    nextStep: "Correct the base URL under Warehouses; a private address must be allowed by whoever runs Dockbridge (OUTBOUND_ALLOW).",
    retry: { kind: "never" },
    exchangeId: error.exchangeId,
    field: "baseUrl",
    cause: error,
  });
}

/**
 * ShipStation's own sentence, for a person: `ModelState` names the fault, otherwise `ExceptionMessage`, `Message` or `message`. Null for HTML and for
 * stack traces.
 */
function vendorText(body: string): string | null {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== "object" || parsed === null) return null;
    const { ModelState, ExceptionMessage, Message, message } = parsed as Record<string, unknown>;
    const details = typeof ModelState === "object" && ModelState !== null ? Object.values(ModelState).flat() : [];
    const said = [...details, ExceptionMessage, Message, message].find(one => typeof one === "string" && one.trim() !== "");
    return typeof said === "string" ? said.trim().slice(0, TEXT_CHARS_MAX) : null;
  } catch {
    return null;
  }
}
