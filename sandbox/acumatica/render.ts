import { computedChild } from "./computed";
import { type ContractEntity, type ContractField, fieldsAt } from "./contract";
import { FIELD_DEFAULTS } from "./field-defaults";
import { derivedId, type Row, type Value } from "./rows";
import type { Site } from "./site";
import type { Tenant } from "./world";

/** Errors of one row: on itself, on its fields, on the rows below it (by position). */
export interface RowErrors {
  error?: string;
  fields?: Record<string, string>;
  children?: Record<string, (RowErrors | undefined)[]>;
}

export interface RenderContext {
  site: Site;
  tenant: Tenant;
  entity: ContractEntity;
  /** "22", "23", "24". */
  generation: string;
  /** `/AcmeERP/entity/Default/24.200.001` */
  endpointPath: string;
  expand: ReadonlySet<string>;
  select: ReadonlySet<string> | null;
  custom: readonly string[];
}

interface RowPlace {
  path: string;
  row: Row;
  rowNumber: number;
  errors?: RowErrors | undefined;
}

type Json = Record<string, unknown>;

/** Numbers keep their scale on the wire (`3.0`), which plain JSON.stringify would lose. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
const smallDecimals = new Map<number, unknown>();

function decimal(value: number): unknown {
  if (!Number.isFinite(value)) return 0;
  const known = smallDecimals.get(value);
  if (known) return known;
  const raw = rawJSON(Number.isInteger(value) ? value.toFixed(1) : String(value));
  if (smallDecimals.size < 5000) smallDecimals.set(value, raw);
  return raw;
}

/** An instant in the instance's zone: `2023-12-14T19:57:08.06+00:00`, trailing zeros trimmed. */
function timeStamp(ms: number, offsetMinutes: number): string {
  const iso = new Date(ms + offsetMinutes * 60_000).toISOString();
  const seconds = iso.slice(0, 19);
  const fraction = iso.slice(20, 23).replace(/0+$/, "");
  const sign = offsetMinutes < 0 ? "-" : "+";
  const absolute = Math.abs(offsetMinutes);
  const zone = `${sign}${String(Math.floor(absolute / 60)).padStart(2, "0")}:${String(absolute % 60).padStart(2, "0")}`;
  return `${seconds}${fraction ? `.${fraction}` : ""}${zone}`;
}

function wireValue(field: ContractField, value: Value, offsetMinutes: number): Json {
  if (value === undefined || value === null || value === "") return {};
  if (field.kind === "time")
    return { value: typeof value === "number" ? timeStamp(value, offsetMinutes) : `${String(value).slice(0, 10)}T00:00:00+00:00` };
  if (field.kind === "decimal") return { value: decimal(Number(value)) };
  return { value };
}

function isWanted(context: RenderContext, path: string, field: ContractField): boolean {
  const full = path ? `${path}/${field.name}` : field.name;
  const isNested = field.kind === "list" || field.kind === "linked";
  if (isNested && !context.expand.has(full)) return false;
  const { select } = context;
  if (!select) return true;
  if (select.has(full) || (path && select.has(path))) return true;
  return isNested && [...select].some(name => name.startsWith(`${full}/`));
}

/** The document's view in the screen, for file links. Only these rows carry them. */
const FILE_VIEWS: Record<string, string> = {
  SalesOrder: "PX.Objects.SO.SOOrderEntry/Document",
  "SalesOrder/Details": "PX.Objects.SO.SOOrderEntry/Transactions",
  Shipment: "PX.Objects.SO.SOShipmentEntry/Document",
  "Shipment/Details": "PX.Objects.SO.SOShipmentEntry/Transactions",
  "Shipment/Packages": "PX.Objects.SO.SOShipmentEntry/Packages",
  StockItem: "PX.Objects.IN.InventoryItemMaint/Item",
  Customer: "PX.Objects.AR.CustomerMaint/BAccount",
};

function links(context: RenderContext, scope: string, { path, row }: RowPlace): Json {
  if (!context.site.switches.links) return {};
  const view = FILE_VIEWS[scope];
  const own = path === "" ? { self: `${context.endpointPath}/${context.entity.name}/${row.id}` } : {};
  const files = view ? { "files:put": `${context.endpointPath}/files/${view}/${row.id}/{filename}` } : {};
  return view || path === "" ? { _links: { ...own, ...files } } : {};
}

function customFields(context: RenderContext, { path, row }: RowPlace): Json {
  const stored = (row._custom ?? {}) as Record<string, Record<string, string | number>>;
  const custom: Record<string, Json> = {};
  const prefix = path ? `${path}/` : "";
  for (const wanted of context.custom) {
    if (!wanted.startsWith(prefix)) continue;
    const [view, field, extra] = wanted.slice(prefix.length).split(".");
    if (!view || !field || extra !== undefined || view.includes("/")) continue;
    const value = stored[view]?.[field];
    custom[view] = { ...custom[view], [field]: value === undefined ? { type: "CustomStringField" } : { type: "CustomStringField", value } };
  }
  return custom;
}

function noteOf({ path, row }: RowPlace): unknown {
  if (path !== "") return null;
  return { value: typeof row._note === "string" ? row._note : "" };
}

function renderNested(context: RenderContext, field: ContractField, place: RowPlace): unknown {
  const path = place.path ? `${place.path}/${field.name}` : field.name;
  const child =
    computedChild({ site: context.site, tenant: context.tenant, entity: context.entity.name, path, row: place.row }) ??
    place.row[field.name];
  const errors = place.errors?.children?.[field.name];
  if (field.kind === "list") {
    const rows = Array.isArray(child) ? child : [];
    return rows.map((row, index) => renderRow(context, { path, row, rowNumber: index + 1, errors: errors?.[index] }));
  }
  const linked = typeof child === "object" && child !== null && !Array.isArray(child) ? (child as Row) : { id: "" };
  const row = { ...linked, id: linked.id || derivedId(place.row.id, field.name) };
  return renderRow(context, { path, row, rowNumber: 1, errors: errors?.[0] });
}

/** One row in the envelope: id, rowNumber, note, contract fields in contract order, custom, files, links. */
export function renderRow(context: RenderContext, place: RowPlace): Json {
  const { site, entity, generation } = context;
  const { path, row, errors } = place;
  const scope = path ? `${entity.name}/${path}` : entity.name;
  const hidden = site.switches.hiddenFields[scope];
  const defaults = FIELD_DEFAULTS[scope] ?? {};
  const json: Json = { id: row.id, rowNumber: place.rowNumber, note: noteOf(place) };
  if (errors?.error) json.error = errors.error;
  for (const field of fieldsAt(entity, path, generation) ?? []) {
    if (hidden?.includes(field.name) || (field.isUnmapped && site.switches.unmappedFields === "absent")) continue;
    if (!isWanted(context, path, field)) continue;
    if (field.kind === "list" || field.kind === "linked") {
      json[field.name] = renderNested(context, field, place);
      continue;
    }
    const wire = wireValue(
      field,
      row[field.name] ?? (field.name === "NoteID" ? row.id : defaults[field.name]),
      site.switches.dateOffsetMinutes,
    );
    const error = errors?.fields?.[field.name];
    json[field.name] = error ? { ...wire, error } : wire;
  }
  if (site.switches.linksBeforeCustom) Object.assign(json, links(context, scope, place));
  json.custom = customFields(context, place);
  const filesKey = path ? `${path}/files` : "files";
  if (context.expand.has(filesKey)) json.files = row._files ?? [];
  return site.switches.linksBeforeCustom ? json : Object.assign(json, links(context, scope, place));
}
