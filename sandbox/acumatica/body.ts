import { type ContractEntity, type ContractField, fieldsAt } from "./contract";
import { badRequest } from "./errors";

export type Scalar = string | number | boolean | null;

/** What a request body asks of one row. Unknown fields are gone; `{}` counts as not sent. */
export interface Patch {
  id: string | null;
  isDelete: boolean;
  note: string | null;
  /** Scalars in contract order: the server applies them in that order, not the body's. */
  fields: Map<string, Scalar>;
  linked: Map<string, Patch>;
  lists: Map<string, Patch[]>;
  custom: Record<string, Record<string, string | number>>;
}

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function coerce(field: ContractField, value: unknown, place: string): Scalar {
  if (value === null) return null;
  if (field.kind === "decimal" || field.kind === "int") {
    const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
    if (!Number.isFinite(number)) throw badRequest(`entity.${place}.value`, `Could not convert '${String(value)}' to a number.`);
    return number;
  }
  if (field.kind === "bool") return value === true || value === "true" || value === "True";
  if (field.kind === "time") return dateOf(String(value), place);
  if (isObject(value) || Array.isArray(value))
    throw badRequest(`entity.${place}.value`, "Unexpected character encountered while parsing value.");
  return String(value);
}

/** Documents take dates; `"2024-11-01"` and full stamps are both accepted. */
function dateOf(value: string, place: string): string {
  if (!/^\d{4}-\d{2}-\d{2}/.test(value) || Number.isNaN(Date.parse(value)))
    throw badRequest(`entity.${place}.value`, `Could not convert string to DateTime: ${value}.`);
  return value.slice(0, 10);
}

interface ParseRequest {
  entity: ContractEntity;
  generation: string;
  path: string;
}

function customOf(value: unknown): Patch["custom"] {
  const custom: Patch["custom"] = {};
  if (!isObject(value)) return custom;
  for (const [view, fields] of Object.entries(value)) {
    if (!isObject(fields)) continue;
    for (const [name, entry] of Object.entries(fields)) {
      if (isObject(entry) && (typeof entry.value === "string" || typeof entry.value === "number"))
        custom[view] = { ...custom[view], [name]: entry.value };
    }
  }
  return custom;
}

/** Reads one row of a body against the contract. @throws Refusal (400) when a value cannot be read. */
export function parsePatch(request: ParseRequest, json: unknown): Patch {
  if (!isObject(json)) throw badRequest("entity", "Unexpected value; an object was expected.");
  const patch: Patch = {
    id: typeof json.id === "string" ? json.id : null,
    isDelete: json.delete === true,
    note: null,
    fields: new Map(),
    linked: new Map(),
    lists: new Map(),
    custom: customOf(json.custom),
  };
  const { note } = json;
  if (typeof note === "string") patch.note = note;
  if (isObject(note) && typeof note.value === "string") patch.note = note.value;
  for (const field of fieldsAt(request.entity, request.path, request.generation) ?? [])
    readField(request, { field, value: json[field.name], patch });
  return patch;
}

function readField(request: ParseRequest, { field, value, patch }: { field: ContractField; value: unknown; patch: Patch }): void {
  if (value === undefined || value === null) return;
  const path = request.path ? `${request.path}/${field.name}` : field.name;
  if (field.kind === "list") {
    if (!Array.isArray(value)) throw badRequest(`entity.${path}`, "An array was expected.");
    patch.lists.set(
      field.name,
      value.map(row => parsePatch({ ...request, path }, row)),
    );
    return;
  }
  if (field.kind === "linked") {
    patch.linked.set(field.name, parsePatch({ ...request, path }, value));
    return;
  }
  if (!isObject(value)) throw badRequest(`entity.${path}`, `Error converting value "${String(value)}" to a field value.`);
  if (value.value !== undefined) patch.fields.set(field.name, coerce(field, value.value, path));
}

/** Whether a body asks for anything at all. */
export function isEmptyPatch(patch: Patch): boolean {
  return patch.fields.size === 0 && patch.linked.size === 0 && patch.lists.size === 0 && Object.keys(patch.custom).length === 0;
}

export function patchText(patch: Patch, name: string): string {
  const value = patch.fields.get(name);
  return value === undefined || value === null ? "" : String(value);
}

/** The number sent, or null when the field was not. */
export function patchNumber(patch: Patch, name: string): number | null {
  const value = patch.fields.get(name);
  return typeof value === "number" ? value : null;
}
