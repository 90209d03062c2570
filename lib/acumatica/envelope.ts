import { z } from "zod";
import { toQuantity } from "@/lib/core/quantity";

/**
 * Acumatica wraps each value (`{"value": X}`). Absent, `{}`, `{"value": null}` and blank text all mean empty; fields that a feature switch hides are
 * absent. Readers below accept any of these and any wrong type: a record is only refused for what we can't do without.
 */
export type Fields = Record<string, unknown>;

export const recordSchema: z.ZodType<Fields> = z.record(z.string(), z.unknown());
export const recordListSchema = z.array(recordSchema);

const valueSchema = z.looseObject({ value: z.unknown().optional() });

function unwrap(fields: Fields | undefined, name: string): unknown {
  const parsed = valueSchema.safeParse(fields?.[name]);
  return parsed.success ? parsed.data.value : undefined;
}

/** Text of a field, trimmed; numbers keep their digits ("000012" stays text). NUL and lone surrogates, which PostgreSQL refuses, are taken out. */
export function text(fields: Fields | undefined, name: string): string | undefined {
  const value = unwrap(fields, name);
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  const clean = String(value).replaceAll("\u0000", "").toWellFormed().trim();
  return clean === "" ? undefined : clean;
}

/** An exact decimal, or undefined. */
export function quantity(fields: Fields | undefined, name: string): string | undefined {
  return toQuantity(unwrap(fields, name)) ?? undefined;
}

/** True only for a true value; everything else is false. */
export function flag(fields: Fields | undefined, name: string): boolean {
  const value = unwrap(fields, name);
  return value === true || (typeof value === "string" && value.toLowerCase() === "true");
}

/** An ISO instant in UTC. A stamp without an offset is taken as UTC, as recorded instances send it. */
export function instant(fields: Fields | undefined, name: string): string | undefined {
  const value = text(fields, name);
  if (value === undefined || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined;
  const withOffset = /(z|[+-]\d{2}:?\d{2})$/i.test(value) || !value.includes("T") ? value : `${value}Z`;
  const at = new Date(withOffset);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** A linked record, or undefined when it was not expanded. */
export function linked(fields: Fields | undefined, name: string): Fields | undefined {
  const parsed = recordSchema.safeParse(fields?.[name]);
  return parsed.success ? parsed.data : undefined;
}

/** The rows of a collection; undefined when it was not expanded, which is not the same as having none. */
export function rows(fields: Fields | undefined, name: string): Fields[] | undefined {
  const parsed = recordListSchema.safeParse(fields?.[name]);
  return parsed.success ? parsed.data : undefined;
}

/** The record's own id (a GUID), which is not wrapped. */
export function idOf(fields: Fields | undefined): string | undefined {
  return typeof fields?.id === "string" && fields.id !== "" ? fields.id : undefined;
}

/** Wraps a value for writing; undefined leaves the field out of the body, so that Acumatica does not touch it. */
export function wrap<T>(value: T | undefined): { value: T } | undefined {
  return value === undefined ? undefined : { value };
}

/** Wraps a decimal as a JSON number, as the contract asks. */
export function wrapQuantity(value: string | undefined): { value: number } | undefined {
  return value === undefined ? undefined : { value: Number(value) };
}

/** Keeps the entries that have something to say. */
export function withoutEmpty(fields: Record<string, unknown>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
