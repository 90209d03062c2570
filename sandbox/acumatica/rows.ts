import { createHash, randomUUID } from "node:crypto";

/** Stored values are bare; the `{value}` envelope exists only on the wire. Time stamps are numbers (ms), date-only values "YYYY-MM-DD". */
export type Value = string | number | boolean | null | undefined | Row | Row[] | CustomValues;
/** Custom fields: view → field → value. */
export interface CustomValues {
  [view: string]: { [field: string]: string | number };
}
export interface Row {
  id: string;
  [field: string]: Value;
}

export function newId(): string {
  return randomUUID();
}

/** A stable id for a linked entity that has no record of its own. */
export function derivedId(parentId: string, name: string): string {
  const hex = createHash("md5").update(`${parentId}/${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

export function rowsOf(row: Row, name: string): Row[] {
  const value = row[name];
  return Array.isArray(value) ? value : [];
}

export function linkedOf(row: Row, name: string): Row | null {
  const value = row[name];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Row) : null;
}

export function text(row: Row, name: string): string {
  const value = row[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

export function num(row: Row, name: string): number {
  const value = row[name];
  return typeof value === "number" ? value : 0;
}

export function sum(rows: Row[], name: string): number {
  return round(rows.reduce((total, row) => total + num(row, name), 0));
}

/** Quantities and money with at most six decimals: binary noise never reaches the wire. */
export function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Order lines carry their change as text in US form, the one field of its kind: `12/14/2023 19:57:08`. */
export function lineStamp(ms: number): string {
  const [date = "", time = ""] = new Date(ms).toISOString().split("T");
  const [year, month, day] = date.split("-");
  return `${month}/${day}/${year} ${time.slice(0, 8)}`;
}
