import type { SandboxResponse } from "../shared/exchange";
import type { Switches } from "./switches";

/** What ShipStation answers instead of a result. Thrown by the domain, turned into a response at the edge. */
export type VendorErrorKind =
  | { kind: "unauthorized" }
  | { kind: "not_found"; what: string }
  | { kind: "no_route"; url: string }
  | { kind: "method"; method: string }
  /** The body or a query value can't be read as the expected type. */
  | { kind: "model_state"; key: string; text: string }
  /** A business rule, in the vendor's words. */
  | { kind: "rule"; text: string }
  | { kind: "server"; exception: string; type: string };

export class VendorError extends Error {
  constructor(readonly detail: VendorErrorKind) {
    super("text" in detail ? detail.text : detail.kind);
  }
}

export function ruleError(text: string): VendorError {
  return new VendorError({ kind: "rule", text });
}

export function modelError(key: string, text: string): VendorError {
  return new VendorError({ kind: "model_state", key, text });
}

export function notFound(what: string): VendorError {
  return new VendorError({ kind: "not_found", what });
}

/** The vendor's own crash on an account without an active manual store, and on other bugs. */
export function nullReference(): VendorError {
  const exception = "Object reference not set to an instance of an object.";
  return new VendorError({ kind: "server", exception, type: "System.NullReferenceException" });
}

/** The vendor's time-out on large pages. */
export function executionTimeout(): VendorError {
  const exception =
    "Execution Timeout Expired.  The timeout period elapsed prior to completion of the operation or the server is not responding.";
  return new VendorError({ kind: "server", exception, type: "System.Data.SqlClient.SqlException" });
}

function exceptionBody(exception: string, type: string): object {
  const stack = "   at SS.OpenApi.Controllers.OrdersController.Get() in d:\\sandbox\\OrdersController.cs:line 1";
  return { Message: "An error has occurred.", ExceptionMessage: exception, ExceptionType: type, StackTrace: stack };
}

function newerAnswer(detail: VendorErrorKind): SandboxResponse {
  if (detail.kind === "unauthorized") return { status: 401, body: { message: "Invalid API credentials" } };
  if (detail.kind === "not_found" || detail.kind === "no_route") return { status: 404, body: { message: "Not found" } };
  if (detail.kind === "method") return { status: 405, body: { message: "Method not allowed" } };
  if (detail.kind === "server") return { status: 500, body: { message: "An internal error occurred" } };
  return { status: 400, body: { message: detail.kind === "rule" ? detail.text : "Invalid request parameters" } };
}

/** The HTTP answer of an error, in the body style the switches ask for. */
export function errorAnswer(detail: VendorErrorKind, switches: Switches): SandboxResponse {
  if (switches.errorStyle === "newer") return newerAnswer(detail);
  switch (detail.kind) {
    case "unauthorized":
      return switches.authBody === "empty" ? { status: 401 } : { status: 401, body: { message: "Invalid API credentials" } };
    case "not_found":
      return switches.notFoundBody === "empty" ? { status: 404 } : { status: 404, body: { Message: `The ${detail.what} was not found.` } };
    case "no_route":
      return { status: 404, body: { Message: `No HTTP resource was found that matches the request URI '${detail.url}'.` } };
    case "method":
      return { status: 405, body: { Message: `The requested resource does not support http method '${detail.method}'.` } };
    case "model_state":
      return { status: 400, body: { Message: "The request is invalid.", ModelState: { [detail.key]: [detail.text] } } };
    case "rule":
      return switches.validationEnvelope === "message"
        ? { status: 400, body: { Message: detail.text } }
        : { status: 500, body: exceptionBody(detail.text, "FluentValidation.ValidationException") };
    case "server":
      return { status: 500, body: exceptionBody(detail.exception, detail.type) };
  }
}
