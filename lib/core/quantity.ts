import { Decimal } from "decimal.js";

/** Quantities and money as exact decimals in text ("3", "0.25"): numbers with a binary fraction never carry them. */
export type Quantity = string;

/** Reads a vendor's number or text as an exact decimal without trailing zeros. Null for anything that is not a finite number. */
export function toQuantity(value: unknown): Quantity | null {
  if (typeof value !== "number" && typeof value !== "string") return null;
  if (value === "" || !/^\s*-?\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.test(String(value))) return null;
  const decimal = new Decimal(String(value).trim());
  return decimal.isFinite() ? decimal.toFixed() : null;
}

export const add = (a: Quantity, b: Quantity): Quantity => new Decimal(a).plus(b).toFixed();
export const subtract = (a: Quantity, b: Quantity): Quantity => new Decimal(a).minus(b).toFixed();
export const smaller = (a: Quantity, b: Quantity): Quantity => Decimal.min(a, b).toFixed();
export const compare = (a: Quantity, b: Quantity): -1 | 0 | 1 => Math.sign(new Decimal(a).comparedTo(b)) as -1 | 0 | 1;
export const isPositive = (a: Quantity): boolean => new Decimal(a).greaterThan(0);
export const sum = (values: Quantity[]): Quantity => values.reduce(add, "0");
