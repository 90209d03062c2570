import { asNumber, type Json } from "./json-fields";
import { parseWall, type WallTime } from "./pacific-time";
import { modelError, ruleError } from "./vendor-error";
import type { World } from "./world";

export interface RequestQuery {
  text(name: string): string | null;
  integer(name: string): number | null;
  flag(name: string): boolean | null;
  choice<T extends string>(name: string, allowed: readonly T[]): T | null;
  /** Start and end of a date filter, both inclusive; a missing side is open. Null when neither is given. */
  dates(name: string): { from: WallTime; to: WallTime } | null;
}

/** The query string, names in any case, bad scalars refused with ModelState as the vendor does. */
export function readQuery(world: World, params: URLSearchParams): RequestQuery {
  const values = new Map<string, string>();
  for (const [name, value] of params) values.set(name.toLowerCase(), value);
  const text = (name: string) => values.get(name.toLowerCase()) || null;
  const refuse = (name: string, value: string): never => {
    throw modelError(`request.${name}`, `The value '${value}' is not valid for ${name}.`);
  };
  const wall = (name: string): WallTime | null => {
    const value = text(name);
    return value === null ? null : (parseWall(value, world.switches.honourOffsets) ?? refuse(name, value));
  };
  return {
    text,
    integer(name) {
      const value = text(name);
      if (value === null) return null;
      return /^-?\d+$/.test(value) ? Number(value) : refuse(name, value);
    },
    flag(name) {
      const value = text(name);
      if (value === null) return null;
      return /^(true|false)$/i.test(value) ? value.toLowerCase() === "true" : refuse(name, value);
    },
    choice(name, allowed) {
      const value = text(name);
      if (value === null) return null;
      return allowed.find(entry => entry.toLowerCase() === value.toLowerCase()) ?? refuse(name, value);
    },
    dates(name) {
      const from = wall(`${name}Start`);
      const to = wall(`${name}End`);
      return from === null && to === null ? null : { from: from ?? Number.NEGATIVE_INFINITY, to: to ?? Number.POSITIVE_INFINITY };
    },
  };
}

/** A required number in a body. @throws VendorError with ModelState */
export function requireNumber(body: Json, field: string): number {
  const value = asNumber(body[field]);
  if (value !== null) return value;
  if (body[field] === undefined || body[field] === null) throw ruleError(`'${field}' must not be empty.`);
  throw modelError(`request.${field}`, `The value '${String(body[field])}' is not valid for ${field}.`);
}
