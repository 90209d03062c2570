import { HttpError, type HttpResponse } from "@/lib/core/http-types";
import { AcumaticaError, type AcumaticaErrorOptions } from "./errors";
import { collectFieldErrors, type ErrorBody, firstReason, parseJson, readErrorBody, vendorWords } from "./vendor-words";

/** What the failed call was about. */
export interface CallContext {
  label: string;
  /** The call could have changed something in Acumatica. */
  isWrite: boolean;
  /** In the form's own words, e.g. `Shipments`: for "reading Shipments is not allowed". */
  subject?: string;
  /** `Default/24.200.001` */
  endpoint?: string;
}

type Verdict = Omit<AcumaticaErrorOptions, "message" | "exchangeId" | "status">;

const SEAT_WORDS =
  /concurrent (web services |api )?(api )?log-?ins?|api log-?in limit|number of api (users|log-?ins)|api users? (limit|.*exceeded)/i;
const BUSY_WORDS = /another process has (updated|added|deleted)/i;

/**
 * The one place where an answer that is not a success, or no answer, becomes an AcumaticaError. Conservative: a write whose fate the answer
 * does not tell is `outcomeUnknown`. Bodies of HTML are never shown.
 */
export function classifyResponse(answer: HttpResponse | HttpError, context: CallContext): AcumaticaError {
  if (answer instanceof HttpError) return classifyFailure(answer, context);
  return new AcumaticaError({
    ...verdictOf(answer, context),
    message: `${context.label}: HTTP ${answer.status}`,
    exchangeId: answer.exchangeId,
    status: answer.status,
  });
}

/** A 2xx whose body is cut, HTML or of another shape. For a write the outcome is then unknown. */
export function unreadable(response: HttpResponse, context: CallContext, why: string): AcumaticaError {
  return new AcumaticaError({
    code: "unexpected",
    message: `${context.label}: unreadable answer (${why})`,
    exchangeId: response.exchangeId,
    status: response.status,
    outcomeUnknown: context.isWrite,
  });
}

function verdictOf(response: HttpResponse, context: CallContext): Verdict {
  const body = readErrorBody(response.text);
  const words = vendorWords(body?.exceptionMessage ?? body?.message);
  if (response.status >= 400 && BUSY_WORDS.test(response.text)) return { code: "record_busy" };
  switch (response.status) {
    case 401:
      return {
        code: "unexpected",
        userMessage: "Acumatica gave us a sign-in and then did not accept it. No order is lost; we try again by ourselves.",
        owner: "merchant_erp_admin",
        nextStep: "Users (SM201010): is the integration user active and allowed to use the API? Then run the proof test.",
      };
    case 403:
      return forbidden(words, context);
    case 404:
      return unknownEndpoint(context);
    case 409:
      return { code: "record_busy" };
    case 400:
    case 412:
    case 422:
      return rejected(response.text, body);
    case 429:
      return { code: "throttled", retryAfterMs: retryAfterOf(response) };
    default:
      break;
  }
  if (response.status >= 300 && response.status < 400) return redirected(response);
  if (response.status < 300) return { code: "unexpected", outcomeUnknown: context.isWrite };
  return serverError({ body, words, text: response.text, isWrite: context.isWrite });
}

function forbidden(words: string | undefined, context: CallContext): Verdict {
  const form = /access the (.+?) \(([A-Z]{2}\d{6})\)/.exec(words ?? "");
  const name = form?.[1] ?? context.subject;
  if (name === undefined) return { code: "forbidden_screen" };
  const screen = form?.[2];
  const doing = context.isWrite ? "changing" : "reading";
  return {
    code: "forbidden_screen",
    userMessage: `Sign-in works, but ${doing} ${name} is not allowed.`,
    nextStep: `Access Rights by Role (SM201025): give the integration user's role ${context.isWrite ? "Edit" : "View Only"} rights on ${name}${screen ? ` (${screen})` : ""}. The new right counts from the next sign-in.`,
    ...(screen === undefined ? {} : { screen }),
  };
}

function unknownEndpoint(context: CallContext): Verdict {
  if (context.endpoint === undefined) return { code: "unknown_endpoint" };
  return { code: "unknown_endpoint", userMessage: `This instance does not offer ${context.endpoint}, or a record that it should contain.` };
}

function rejected(text: string, body: ErrorBody | null): Verdict {
  const model = Object.entries(body?.modelState ?? {}).flatMap(([path, all]) => all.map(message => ({ path, message })));
  const fieldErrors = [...collectFieldErrors(parseJson(text)), ...model];
  const reason = firstReason(fieldErrors) ?? vendorWords(body?.exceptionMessage ?? body?.message);
  return { code: "rejected", fieldErrors, ...(reason === undefined ? {} : { userMessage: `Acumatica did not accept this: ${reason}` }) };
}

/** Acumatica answers 302 to its error page when no sign-in is left; the reason is in the address. Never followed. */
function redirected(response: HttpResponse): Verdict {
  const location = response.headers.location ?? "";
  const query = location.includes("?") ? location.slice(location.indexOf("?") + 1) : "";
  const reason = vendorWords([...new URLSearchParams(query)].find(([name]) => name.toLowerCase() === "message")?.[1]);
  if (SEAT_WORDS.test(reason ?? "")) return { code: "seat_limit" };
  if (/\/frames\/error\.aspx|\/ui\/error/i.test(location)) {
    return { code: "unexpected", ...(reason === undefined ? {} : { userMessage: `Acumatica shows its error page: ${reason}` }) };
  }
  return {
    code: "unexpected",
    userMessage: "The instance answers with a redirect to another address, which is not followed.",
    owner: "operator",
    nextStep: "Enter the Instance URL exactly as the browser shows it after signing in, without /Main or /Frames.",
  };
}

interface ServerError {
  body: ErrorBody | null;
  words: string | undefined;
  text: string;
  isWrite: boolean;
}

/** Almost everything is a 500 in Acumatica, a missing record included: only the exception type tells them apart. */
function serverError({ body, words, text, isWrite }: ServerError): Verdict {
  const type = body?.exceptionType ?? "";
  const exceptionType = type === "" ? {} : { exceptionType: type };
  const said = (code: "operation_failed" | "rejected", lead: string): Verdict => ({
    code,
    ...exceptionType,
    ...(words === undefined ? {} : { userMessage: `${lead}: ${words}` }),
  });
  if (SEAT_WORDS.test(words ?? "")) return { code: "seat_limit" };
  if (/NoEntitySatisfiesTheCondition/.test(type) || /^No entity satisfies the condition\.?$/i.test(words ?? ""))
    return { code: "not_found", ...exceptionType };
  if (isOptimizerText(type, words)) return { code: "unexpected", exceptionType: "CannotOptimizeException" };
  if (/PXUndefinedCompany/.test(type)) return { code: "tenant_suffix_missing", ...exceptionType, field: "tenant" };
  if (/^Error: Invalid credentials/i.test(words ?? "")) return { code: "user_refused", ...exceptionType };
  if (/^No suitable items found to pack/i.test(words ?? "")) return said("rejected", "Acumatica did not accept this");
  if (/OutcomeEntityHasErrors/.test(type))
    return { ...said("rejected", "Acumatica did not accept this"), fieldErrors: collectFieldErrors(parseJson(text)) };
  if (/SetupNotEntered/.test(type))
    return { ...said("operation_failed", "Acumatica is not set up for this yet"), owner: "merchant_erp_admin" };
  if (/^PX\./.test(type)) return said("operation_failed", "Acumatica could not carry this out");
  return { code: "unexpected", ...exceptionType, outcomeUnknown: isWrite };
}

function isOptimizerText(type: string, words: string | undefined): boolean {
  return /CannotOptimize/.test(type) || /^Optimization cannot be performed/i.test(words ?? "");
}

/** True for the list failure that a list without `$expand` gets around (customised endpoints with delegate views). */
export function isOptimizerError(error: unknown): boolean {
  return error instanceof AcumaticaError && error.exceptionType === "CannotOptimizeException";
}

/** True when `$select` names a field that this endpoint does not have. */
export function isUnknownFieldError(error: unknown): boolean {
  return error instanceof AcumaticaError && /KeyNotFoundException$/.test(error.exceptionType ?? "");
}

/** True when the answer was larger than we read. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof AcumaticaError && error.cause instanceof HttpError && error.cause.failure === "too_large";
}

function retryAfterOf(response: HttpResponse): number {
  const header = response.headers["retry-after"]?.trim();
  if (header === undefined || header === "") return 60_000;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  const now = Date.parse(response.headers.date ?? "");
  return Number.isNaN(at) || Number.isNaN(now) ? 60_000 : Math.max(0, at - now);
}

function classifyFailure(error: HttpError, context: CallContext): AcumaticaError {
  const outcomeUnknown = context.isWrite && error.outcomeUnknown;
  const base = {
    message: `${context.label}: ${error.failure}`,
    outcomeUnknown,
    cause: error,
    ...(error.exchangeId === undefined ? {} : { exchangeId: error.exchangeId }),
    ...(outcomeUnknown
      ? {
          userMessage: "We don't yet know whether Acumatica saved this. Checking before trying again.",
          owner: "nobody" as const,
          nextStep: "Nothing to do: we look in Acumatica first.",
        }
      : {}),
  };
  switch (error.failure) {
    case "tls":
      return new AcumaticaError({ code: "tls", ...base });
    case "timeout":
      return new AcumaticaError({ code: "timeout", ...base });
    case "too_large":
      return new AcumaticaError({ code: "unexpected", ...base });
    case "blocked_address":
      return new AcumaticaError({
        code: "unreachable",
        ...base,
        retry: { kind: "never" },
        owner: "operator",
        userMessage: error.message,
        nextStep: "Enter the public https address of the instance. For an instance in your own network, add it to OUTBOUND_ALLOW.",
        field: "instanceUrl",
      });
    case "unreachable":
    case "reset":
      return new AcumaticaError({ code: "unreachable", ...base });
  }
}
