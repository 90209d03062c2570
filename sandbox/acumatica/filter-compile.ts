import { type ContractEntity, type FieldKind, findField } from "./contract";
import { filterError, keyNotPresent } from "./errors";
import { FIELD_DEFAULTS } from "./field-defaults";
import { type CompareOperator, type Filter, incompatible, type Operand } from "./filter-parser";
import { linkedOf, type Row } from "./rows";

export type Predicate = (row: Row) => boolean;
type Scalar = string | number | boolean | null;
type Getter = (row: Row) => Scalar;

const EDM: Record<FieldKind, string> = {
  string: "Edm.String",
  decimal: "Edm.Decimal",
  bool: "Edm.Boolean",
  int: "Edm.Int32",
  time: "Edm.DateTimeOffset",
  guid: "Edm.Guid",
  linked: "Entity",
  list: "Collection",
};
const LITERALS: Record<string, FieldKind[]> = {
  string: ["string", "guid"],
  number: ["decimal", "int"],
  bool: ["bool"],
  time: ["time"],
  guid: ["guid"],
  null: ["string", "decimal", "bool", "int", "time", "guid"],
};
const LITERAL_EDM: Record<string, string> = {
  string: "Edm.String",
  number: "Edm.Int32",
  bool: "Edm.Boolean",
  time: "Edm.DateTimeOffset",
  guid: "Edm.Guid",
  null: "Edm.Null",
};

export interface CompileContext {
  entity: ContractEntity;
  /** Fields whose filter the server cannot translate. */
  computedFields: readonly string[];
}

function resolveField(context: CompileContext, name: string): { kind: FieldKind; get: Getter } {
  const { entity } = context;
  const parts = name.split("/");
  const last = parts.pop() ?? "";
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const parent = findField(entity, parts.slice(0, depth - 1).join("/"), parts[depth - 1] ?? "");
    if (!parent) throw keyNotPresent();
    if (parent.kind === "list")
      throw filterError(
        `The parent value for a property access of a property '${last}' is not a single value. Property access can only be applied to a single value.`,
      );
  }
  const path = parts.join("/");
  const field = findField(entity, path, last);
  if (!field) throw filterError(`Could not find a property named '${last}' on type '${entity.name}'.`);
  if (context.computedFields.includes(name)) throw filterError("Type conversions not supported.");
  const fallback = FIELD_DEFAULTS[path ? `${entity.name}/${path}` : entity.name]?.[last];
  return { kind: field.kind, get: row => scalar(row, { parts, last, kind: field.kind, fallback }) };
}

interface FieldPlace {
  parts: string[];
  last: string;
  kind: FieldKind;
  fallback: unknown;
}

function scalar(row: Row, { parts, last, kind, fallback }: FieldPlace): Scalar {
  let holder: Row | null = row;
  for (const part of parts) holder = holder && linkedOf(holder, part);
  const value = holder?.[last] ?? (last === "NoteID" ? holder?.id : null) ?? fallback;
  if (value === undefined || value === null || value === "") return null;
  if (kind === "time" && typeof value === "string") return Date.parse(`${value.slice(0, 10)}T00:00:00Z`);
  return typeof value === "object" ? null : (value as Scalar);
}

function compareScalars(left: Scalar, right: Scalar, operator: CompareOperator): boolean {
  if (left === null || right === null) return operator === "eq" ? left === right : operator === "ne" ? left !== right : false;
  // SQL Server's usual collation does not look at case.
  const a = typeof left === "string" ? left.toLowerCase() : left;
  const b = typeof right === "string" ? right.toLowerCase() : right;
  if (operator === "eq") return a === b;
  if (operator === "ne") return a !== b;
  if (operator === "gt") return a > b;
  if (operator === "ge") return a >= b;
  return operator === "lt" ? a < b : a <= b;
}

function side(context: CompileContext, operand: Operand): { kind: FieldKind | null; literal: string | null; get: Getter } {
  if (operand.type === "literal") return { kind: null, literal: operand.kind, get: () => operand.value };
  if (operand.type === "field") return { ...resolveField(context, operand.name), literal: null };
  const [view = "", name = ""] = operand.name.split(".");
  return {
    kind: null,
    literal: null,
    get: row => ((row._custom ?? {}) as Record<string, Record<string, Scalar>>)[view]?.[name] ?? null,
  };
}

function compileComparison(context: CompileContext, filter: Filter & { type: "compare" }): Predicate {
  const left = side(context, filter.left);
  const right = side(context, filter.right);
  const field = left.kind ?? right.kind;
  const literal = left.literal ?? right.literal;
  if (field && literal && !LITERALS[literal]?.includes(field)) throw incompatible(EDM[field], LITERAL_EDM[literal] ?? "", filter.operator);
  return row => compareScalars(left.get(row), right.get(row), filter.operator);
}

function compileCall(context: CompileContext, filter: Filter & { type: "call" }): Predicate {
  const { get, kind } = side(context, filter.field);
  if (kind && kind !== "string")
    throw filterError(`No function signature for the function with name '${filter.name}' matches the specified arguments.`);
  const needle = filter.needle.toLowerCase();
  return row => {
    const hay = String(get(row) ?? "").toLowerCase();
    if (filter.name === "startswith") return hay.startsWith(needle);
    return filter.name === "endswith" ? hay.endsWith(needle) : hay.includes(needle);
  };
}

/** Turns a filter into a test on stored rows. @throws Refusal (500) for unknown names, wrong types and child collections. */
export function compileFilter(context: CompileContext, filter: Filter): Predicate {
  if (filter.type === "never") return () => false;
  if (filter.type === "compare") return compileComparison(context, filter);
  if (filter.type === "call") return compileCall(context, filter);
  if (filter.type === "not") {
    const inner = compileFilter(context, filter.of);
    return row => !inner(row);
  }
  const left = compileFilter(context, filter.left);
  const right = compileFilter(context, filter.right);
  return filter.type === "and" ? row => left(row) && right(row) : row => left(row) || right(row);
}

function operandFields(operand: Operand): string[] {
  return operand.type === "field" ? [operand.name] : [];
}

/** Names of all fields a filter speaks of. */
export function filterFields(filter: Filter): string[] {
  if (filter.type === "never") return [];
  if (filter.type === "not") return filterFields(filter.of);
  if (filter.type === "compare") return [...operandFields(filter.left), ...operandFields(filter.right)];
  if (filter.type === "call") return operandFields(filter.field);
  return [...filterFields(filter.left), ...filterFields(filter.right)];
}

/** The widest change window a filter can match, so that a list reads the index instead of every row. */
export function changeWindow(filter: Filter, fields: readonly string[]): { fromMs: number; toMs: number } {
  const open = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
  if (filter.type === "and") {
    const left = changeWindow(filter.left, fields);
    const right = changeWindow(filter.right, fields);
    return { fromMs: Math.max(left.fromMs, right.fromMs), toMs: Math.min(left.toMs, right.toMs) };
  }
  if (filter.type !== "compare" || filter.left.type !== "field" || !fields.includes(filter.left.name)) return open;
  if (filter.right.type !== "literal" || filter.right.kind !== "time") return open;
  const at = Number(filter.right.value);
  if (filter.operator === "eq") return { fromMs: at, toMs: at };
  if (filter.operator === "gt" || filter.operator === "ge") return { ...open, fromMs: at };
  return filter.operator === "ne" ? open : { ...open, toMs: at };
}
