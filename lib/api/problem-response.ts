import { AcumaticaError } from "@/lib/acumatica/errors";
import { AppError, ConflictError, InvalidInputError } from "@/lib/core/errors";
import { HttpError } from "@/lib/core/http-types";
import { WarehouseError } from "@/lib/warehouses/warehouse-error";
import { RequestError } from "./read-request";
import type { ProblemDocument } from "./schemas/common";

interface Kind {
  status: number;
  title: string;
}

const NOT_POSSIBLE: Kind = { status: 409, title: "Not possible now" };

/** Codes whose status does not follow from the class of the error. */
const BY_CODE: Record<string, Kind> = {
  unauthenticated: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  idempotency_running: { status: 409, title: "Still running" },
  idempotency_mismatch: { status: 422, title: "Key used for another request" },
  throttled: { status: 503, title: "Waiting for a limit" },
};

const BY_STATUS: Record<number, string> = {
  400: "The request is not valid",
  413: "Too large",
  415: "Not JSON",
};

function kindOf(error: AppError): Kind {
  if (error instanceof RequestError) return { status: error.status, title: BY_STATUS[error.status] ?? "The request is not valid" };
  const known = BY_CODE[error.code];
  if (known) return known;
  if (error instanceof InvalidInputError) return { status: 400, title: "The request is not valid" };
  if (error instanceof ConflictError || error.code === "too_late" || error.code === "not_supported") return NOT_POSSIBLE;
  const isVendor = error instanceof HttpError || error instanceof AcumaticaError || error instanceof WarehouseError;
  return isVendor
    ? { status: 502, title: "The other system did not play along" }
    : { status: 500, title: "Something went wrong in Dockbridge" };
}

/** RFC 9457: an error in words. Anything we did not expect is told by its reference alone; the log has the rest. */
export function problemResponse(error: unknown, requestId: string): Response {
  const known = error instanceof AppError ? error : null;
  const kind = known ? kindOf(known) : { status: 500, title: "Something went wrong in Dockbridge" };
  const isOurs = kind.status === 500;
  const document: ProblemDocument = {
    type: `/help/api#${isOurs ? "internal_error" : known?.code}`,
    title: kind.title,
    status: kind.status,
    detail: isOurs || !known ? `Nobody can act on this but us. Reference ${requestId}.` : known.userMessage,
    code: isOurs || !known ? "internal_error" : known.code,
    ...(known?.field ? { field: known.field } : {}),
    errors: known instanceof RequestError ? known.faults : known?.field ? [{ field: known.field, message: known.userMessage }] : [],
    ...(known?.nextStep && !isOurs ? { nextStep: known.nextStep } : {}),
    requestId,
  };
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store", "x-request-id": requestId });
  if (kind.status === 401) headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify(document), { status: kind.status, headers });
}
