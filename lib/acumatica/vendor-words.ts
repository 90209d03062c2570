import { z } from "zod";
import type { FieldError } from "./errors";

const errorBodySchema = z.looseObject({
  message: z.string().optional().catch(undefined),
  exceptionMessage: z.string().optional().catch(undefined),
  exceptionType: z.string().optional().catch(undefined),
  modelState: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** Acumatica's error body (message, exceptionMessage, exceptionType, modelState), or null when the answer is HTML, cut or not an object. */
export function readErrorBody(text: string): ErrorBody | null {
  const parsed = errorBodySchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

/** The JSON value of an answer, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

/** Acumatica's own words, fit for a screen: no markup, no stack trace, at most 300 characters. Empty text gives undefined. */
export function vendorWords(text: string | undefined): string | undefined {
  if (text === undefined || /<\s*(html|!doctype|body|script)/i.test(text)) return undefined;
  const words = text
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+at [A-Z][\w.`]+\(.*$/s, "")
    .replace(/\s+/g, " ")
    .trim();
  if (words === "") return undefined;
  return words.length > 300 ? `${words.slice(0, 299)}…` : words;
}

/**
 * Every `error` of a 422 echo. They sit on the record, on a field or on a field of a detail row, so each level is walked;
 * the raised-at-least-one-error sentence of the record comes first, as Acumatica gives it.
 */
export function collectFieldErrors(value: unknown, path = "", depth = 0): FieldError[] {
  if (depth > 8 || typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((row, index) => collectFieldErrors(row, `${path}[${index}]`, depth + 1));
  const own = "error" in value && typeof value.error === "string" ? vendorWords(value.error) : undefined;
  const nested = Object.entries(value)
    .filter(([name]) => !["error", "value", "_links", "custom", "note"].includes(name))
    .flatMap(([name, child]) => collectFieldErrors(child, path === "" ? name : `${path}.${name}`, depth + 1));
  return own === undefined ? nested : [{ path, message: own }, ...nested];
}

/** The most telling sentence of a refusal: a field's own error before the general one of the record. */
export function firstReason(errors: FieldError[]): string | undefined {
  const field = errors.find(error => error.path !== "");
  if (field === undefined) return errors[0]?.message;
  return `${field.path.split(".").at(-1)}: ${field.message}`;
}
