import type { z } from "zod";
import type { HttpResponse } from "@/lib/core/http-types";
import { unreadable } from "./classify-response";
import { parseJson } from "./vendor-words";

/**
 * Reads a 2xx answer. Throws AcumaticaError `unexpected` (worth a retry) for HTML, cut or garbled JSON and for another shape than asked for;
 * after a write, with `outcomeUnknown`.
 */
export function readJson<T>(response: HttpResponse, schema: z.ZodType<T>, context: { label: string; isWrite: boolean }): T {
  const value = parseJson(response.text);
  if (value === undefined) throw unreadable(response, context, "not JSON");
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw unreadable(response, context, parsed.error.issues[0]?.message ?? "other shape");
  return parsed.data;
}

/** The server's own time at that answer, to the second; undefined when it sent none. */
export function serverTimeOf(response: HttpResponse): Date | undefined {
  const at = Date.parse(response.headers.date ?? "");
  return Number.isNaN(at) ? undefined : new Date(at);
}
