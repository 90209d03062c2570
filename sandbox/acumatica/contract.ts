import data from "./contract.json" with { type: "json" };

/**
 * The contract of the endpoints this sandbox serves: entities, their types in contract order, keys and actions.
 * `contract.json` is derived from the endpoint definition Acumatica publishes for Default/24.200.001.
 */
export type FieldKind = "string" | "decimal" | "bool" | "int" | "time" | "guid" | "linked" | "list";

export interface ContractField {
  name: string;
  kind: FieldKind;
  /** Endpoint generations that know the field; null = all. */
  versions: string[] | null;
  /** In the contract but tied to no screen field: recordings show no key for it. */
  isUnmapped: boolean;
}

export interface ContractAction {
  name: string;
  /** The workflow name behind it, also callable. */
  serverName: string;
  parameters: string[];
}

export interface ContractEntity {
  name: string;
  screen: string;
  form: string;
  keys: string[];
  actions: ContractAction[];
  /** Path inside the entity ("" = top, "Details/Allocations" …) → fields in contract order. */
  types: Map<string, ContractField[]>;
}

const KINDS: Record<string, FieldKind> = {
  s: "string",
  d: "decimal",
  b: "bool",
  i: "int",
  t: "time",
  g: "guid",
  "{}": "linked",
  "[]": "list",
};

function parseField(text: string): ContractField {
  const [name = "", kind = "s", versions = "", flag = ""] = text.split(":");
  return { name, kind: KINDS[kind] ?? "string", versions: versions ? versions.split(",") : null, isUnmapped: flag === "unmapped" };
}

interface RawEntity {
  screen: string;
  form: string;
  keys: string[];
  actions: unknown[][];
  types: Record<string, string[] | undefined>;
}

function parseEntity(name: string, raw: RawEntity): ContractEntity {
  const actions = raw.actions.map(([action, serverName, parameters]) => ({
    name: String(action),
    serverName: String(serverName),
    parameters: Array.isArray(parameters) ? parameters.map(String) : [],
  }));
  const types = new Map(Object.entries(raw.types).map(([path, fields]) => [path, (fields ?? []).map(parseField)]));
  return { name, screen: raw.screen, form: raw.form, keys: raw.keys, actions, types };
}

export const CONTRACT: ReadonlyMap<string, ContractEntity> = new Map(
  Object.entries(data as Record<string, RawEntity>).map(([name, raw]) => [name, parseEntity(name, raw)]),
);

/** Fields that carry "last changed" per entity, in contract words. */
export function modifiedFields(entity: ContractEntity): string[] {
  const top = entity.types.get("") ?? [];
  return top.map(field => field.name).filter(name => name === "LastModified" || name === "LastModifiedDateTime");
}

/** Fields of one type as an endpoint version shows them: `generation` is "22", "23" or "24". */
export function fieldsAt(entity: ContractEntity, path: string, generation: string): ContractField[] | null {
  const all = entity.types.get(path);
  return all ? all.filter(field => !field.versions || field.versions.includes(generation)) : null;
}

export function findField(entity: ContractEntity, path: string, name: string): ContractField | null {
  return entity.types.get(path)?.find(field => field.name === name) ?? null;
}
