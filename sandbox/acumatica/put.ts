import type { SandboxRequest, SandboxResponse } from "../shared/exchange";
import { isEmptyPatch, type Patch, parsePatch, patchText } from "./body";
import type { Draft } from "./draft";
import type { EntityCall } from "./entity-call";
import { ErrorBook } from "./error-book";
import { badRequest, noEntity, Refusal, serverError } from "./errors";
import { findRows } from "./list";
import { writeMaster } from "./master-write";
import { nextNumber, numberedField } from "./numbering";
import { newOrderRow, writeOrder } from "./order-write";
import { parseQueryOptions } from "./query-options";
import { type RenderContext, renderRow } from "./render";
import { newId, type Row, rowsOf, text } from "./rows";
import { newShipmentRow } from "./shipment-build";
import { saveShipmentRow } from "./shipment-save";
import { writeShipment } from "./shipment-write";
import { tableOf } from "./world";

const INQUIRIES = new Set(["InventorySummaryInquiry", "InventoryQuantityAvailable"]);

/** The record a body means: by id, by `$filter`, by its keys. Null = none, so one will be inserted. */
function locate(call: EntityCall, patch: Patch): Row | null {
  const { site, caller, entity } = call;
  const table = tableOf(caller.tenant, entity.name);
  if (patch.id) {
    const found = table.byId(patch.id);
    if (found) return found;
  }
  const options = queryOptions(call);
  if (options.filter) return findRows({ site, tenant: caller.tenant, entity, options })[0] ?? null;
  const keys = entity.keys.map(name => patchText(patch, name) || (name === "OrderType" ? "SO" : name === "Type" ? "Invoice" : ""));
  return keys.includes("") ? null : table.byKey(keys.join("/"));
}

export function queryOptions(call: EntityCall) {
  const { entity, generation, site } = call;
  return parseQueryOptions(
    { entity, generation, naiveOffsetMinutes: site.switches.naiveLiteralOffsetMinutes },
    call.request.url.searchParams,
  );
}

/** `If-None-Match: *` creates only, `If-Match: *` updates only. */
function assertPrecondition({ site, request }: EntityCall, existing: Row | null): void {
  const { headers } = request;
  const isWrong = (headers["if-none-match"] === "*" && existing !== null) || (headers["if-match"] === "*" && existing === null);
  if (isWrong) throw new Refusal({ status: 412, body: { message: site.switches.preconditionMessage } });
}

/** Somebody else saved first, as often as the switch says. */
function assertNotOverrun({ site, entity, request }: EntityCall, existing: Row | null): void {
  const busy = site.switches.concurrentUpdate;
  if (busy.times <= 0 || (busy.entity && busy.entity !== entity.name)) return;
  busy.times -= 1;
  const record = entity.name === "Shipment" ? "SOShipment" : entity.name === "SalesOrder" ? "SOOrder" : entity.name;
  const message = `Another process has ${existing ? "updated" : "added"} the '${record}' record. Your changes will be lost.`;
  request.notes.refusedAs = "concurrent update";
  const response = serverError({ exceptionMessage: message, exceptionType: "PX.Data.PXLockViolationException" });
  throw new Refusal(busy.status === 422 ? { status: 422, body: { id: existing?.id ?? newId(), rowNumber: 1, error: message } } : response);
}

function startDraft({ site, caller, entity }: EntityCall, { patch, existing }: { patch: Patch; existing: Row | null }): Draft {
  const fresh = () => {
    if (entity.name === "SalesOrder") return newOrderRow({ site, caller }, patch);
    if (entity.name === "Shipment") return newShipmentRow(site, {});
    const placeholder = numberedField(entity.name) === null ? {} : { [numberedField(entity.name) ?? ""]: "<NEW>" };
    return { id: newId(), ...placeholder };
  };
  return { site, caller, entity, row: existing ? structuredClone(existing) : fresh(), before: existing, errors: new ErrorBook() };
}

function write(draft: Draft, patch: Patch): boolean {
  if (draft.entity.name === "SalesOrder") return writeOrder(draft, patch);
  return draft.entity.name === "Shipment" ? writeShipment(draft, patch) : writeMaster(draft, patch);
}

/** Stores a faultless draft. A new record of a numbered entity gets its number here; a number sent for it is dropped. */
function commit({ site, caller, entity, row, before }: Draft): void {
  const by = caller.user;
  if (entity.name === "Shipment") {
    saveShipmentRow({ site, tenant: caller.tenant, shipment: row, before, by });
    return;
  }
  const numbered = numberedField(entity.name);
  if (!before && numbered) row[numbered] = nextNumber(caller.tenant, entity.name);
  const table = tableOf(caller.tenant, entity.name);
  table.save(row, site.clock.now());
  const kind = entity.name === "SalesOrder" ? "order" : entity.name.toLowerCase();
  const lines = rowsOf(row, "Details").map(line => ({ lineNbr: line.LineNbr, inventoryId: line.InventoryID, orderQty: line.OrderQty }));
  const facts = entity.name === "SalesOrder" ? { orderNbr: row.OrderNbr, status: row.Status, lines } : {};
  site.journal.effect(`${kind} ${before ? "updated" : "created"}`, { tenant: caller.tenant.name, key: table.keyOf(row), ...facts, by });
  site.changed();
}

/** PUT writes only what differs: nothing new, no save, no new stamp. */
function hasChanged({ before, row }: Draft): boolean {
  return before === null || JSON.stringify(before) !== JSON.stringify(row);
}

function context(call: EntityCall, expand: ReadonlySet<string>): RenderContext {
  const options = queryOptions(call);
  const { site, entity, generation, endpointPath, caller } = call;
  return { site, tenant: caller.tenant, entity, generation, endpointPath, expand, select: options.select, custom: options.custom };
}

function answer(call: EntityCall, row: Row): SandboxResponse {
  return { status: 200, body: renderRow(context(call, queryOptions(call).expand), { path: "", row, rowNumber: 1 }) };
}

/** 422: the record as it would have been, errors inside. */
function echo(call: EntityCall, draft: Draft): SandboxResponse {
  if (call.site.switches.validationStatus === 500)
    return serverError({
      exceptionMessage: "The record raised at least one error. Please review the errors.",
      exceptionType: "PX.Api.ContractBased.OutcomeEntityHasErrorsException",
    });
  const errors = draft.errors.tree(draft.row);
  const verb = draft.before ? "Updating " : "Inserting ";
  errors.error ??= `${verb} '${draft.entity.name === "SalesOrder" ? "Sales Order" : draft.entity.name}' record raised at least one error. Please review the errors.`;
  const expand = new Set(queryOptions(call).expand);
  if (call.site.switches.echoDetailsWithoutExpand) for (const name of ["Details", "Packages", "Packages/PackageContents"]) expand.add(name);
  return { status: 422, body: renderRow({ ...context(call, expand), select: null }, { path: "", row: draft.row, rowNumber: 1, errors }) };
}

/** `CreateNewShipmentForEveryOrder`: one patch per order; otherwise the patch as it is. */
function splitByOrder({ entity }: EntityCall, patch: Patch): Patch[] {
  const details = patch.lists.get("Details") ?? [];
  if (entity.name !== "Shipment" || patch.fields.get("CreateNewShipmentForEveryOrder") !== true || details.length === 0) return [patch];
  const groups = Map.groupBy(details, row => `${patchText(row, "OrderType")}/${patchText(row, "OrderNbr")}`);
  return [...groups.values()].map(rows => ({ ...patch, lists: new Map(patch.lists).set("Details", rows) }));
}

export function readBody(request: SandboxRequest): unknown {
  if (request.rawBody.toString("utf8").trim() === "") throw badRequest("", "The request body should not be empty.");
  try {
    return request.json();
  } catch {
    throw badRequest("entity", "Unexpected character encountered while parsing value. Path '', line 0, position 0.");
  }
}

/** Where nothing was said about a record with a typed key, the screen opens a new one and saves nothing: 200, key `<NEW>`. */
function unsaved(call: EntityCall): SandboxResponse {
  const [key = "id"] = call.entity.keys;
  return answer(call, { id: newId(), [key]: "<NEW>" });
}

/** PUT: finds or inserts, applies what differs, saves all or nothing. Always 200 when saved, created or not. */
export function putEntity(call: EntityCall): SandboxResponse {
  const { entity, generation } = call;
  const patch = parsePatch({ entity, generation, path: "" }, readBody(call.request));
  if (INQUIRIES.has(entity.name)) return answer(call, { id: newId(), ...Object.fromEntries(patch.fields) });
  const existing = locate(call, patch);
  assertPrecondition(call, existing);
  if (!existing && isEmptyPatch(patch) && entity.name !== "SalesOrder" && entity.name !== "Shipment") return unsaved(call);
  assertNotOverrun(call, existing);
  const drafts: Draft[] = [];
  for (const part of existing ? [patch] : splitByOrder(call, patch)) {
    const draft = startDraft(call, { patch: part, existing });
    if (!write(draft, part)) return answer(call, existing ?? draft.row);
    if (!draft.errors.isEmpty) return echo(call, draft);
    drafts.push(draft);
  }
  for (const draft of drafts) if (hasChanged(draft)) commit(draft);
  const [first] = drafts;
  if (!first) throw noEntity();
  call.request.notes.key = text(first.row, entity.keys.at(-1) ?? "id");
  return answer(call, first.row);
}
