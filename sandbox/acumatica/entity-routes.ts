import type { SandboxRequest, SandboxResponse } from "../shared/exchange";
import { postAction } from "./action-call";
import { shipmentsOf } from "./computed";
import { CONTRACT } from "./contract";
import { adHocSchema, swagger } from "./describe-entity";
import type { EntityCall } from "./entity-call";
import { forbidden, noEntity, operationFailed, Refusal, unknownAddress } from "./errors";
import { putFile } from "./files";
import { listRows } from "./list";
import { isScreenBusy, operationStatus } from "./operations";
import { BusinessError } from "./order-state";
import { putEntity, queryOptions } from "./put";
import { renderRow } from "./render";
import type { Row } from "./rows";
import { deleteShipment } from "./shipment-state";
import { type Caller, mayUse, type Site } from "./site";
import { type AccessLevel, tableOf } from "./world";

const SYSTEM_ENDPOINTS = [
  { name: "Default", version: "22.200.001" },
  { name: "Default", version: "23.200.001" },
  { name: "Default", version: "24.200.001" },
  { name: "eCommerce", version: "24.200.001" },
];
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const BUILD = "24.213.0015";

/** `GET /entity`: what the instance offers; custom endpoints only when signed in. */
export function listEndpoints(site: Site, base: string, isSignedIn: boolean): SandboxResponse {
  const known = isSignedIn ? [...SYSTEM_ENDPOINTS, ...site.switches.customEndpoints] : SYSTEM_ENDPOINTS;
  const endpoints = known.map(endpoint => ({ ...endpoint, href: `${base}/entity/${endpoint.name}/${endpoint.version}/` }));
  const version = { acumaticaBuildVersion: BUILD, databaseVersion: BUILD };
  return { status: 200, body: site.switches.entityListShape === "array" ? endpoints : { version, endpoints } };
}

const levels: Record<string, AccessLevel> = { GET: "view", DELETE: "delete" };

/** A record by its keys (`SO/SO004512`, also `SO|SO004512`) or by its GUID. */
function findByPath({ caller, entity, rest }: EntityCall): Row {
  const table = tableOf(caller.tenant, entity.name);
  const [first = ""] = rest;
  const row = rest.length === 1 && GUID.test(first) ? table.byId(first) : table.byKey(rest.join("/").replaceAll("|", "/"));
  if (!row) throw noEntity();
  return row;
}

function render(call: EntityCall, rows: Row[]): Record<string, unknown>[] {
  const { expand, select, custom } = queryOptions(call);
  const { site, entity, generation, endpointPath, caller } = call;
  const context = { site, tenant: caller.tenant, entity, generation, endpointPath, expand, select, custom };
  return rows.map((row, index) => renderRow(context, { path: "", row, rowNumber: index + 1 }));
}

function getList(call: EntityCall): SandboxResponse {
  const { site, caller, entity } = call;
  const rows = listRows({ site, tenant: caller.tenant, entity, options: queryOptions(call) });
  call.request.notes.rows = rows.length;
  return { status: 200, body: render(call, rows) };
}

function getOne(call: EntityCall): SandboxResponse {
  const [json] = render(call, [findByPath(call)]);
  return { status: 200, body: json ?? {} };
}

function deleteOne(call: EntityCall): SandboxResponse {
  const { site, caller, entity } = call;
  const row = findByPath(call);
  const table = tableOf(caller.tenant, entity.name);
  if (entity.name === "Shipment") deleteShipment({ site, tenant: caller.tenant, by: caller.user }, row);
  else {
    if (entity.name === "SalesOrder" && shipmentsOf(caller.tenant, row).length > 0)
      throw new BusinessError("The order cannot be deleted because it has shipments.");
    table.remove(row);
    site.journal.effect(entity.name === "SalesOrder" ? "order deleted" : `${entity.name.toLowerCase()} deleted`, {
      tenant: caller.tenant.name,
      key: table.keyOf(row),
      by: caller.user,
    });
    site.changed();
  }
  return { status: 204 };
}

function patchOne(call: EntityCall): SandboxResponse {
  if (!call.site.switches.patchSupported)
    return { status: 405, body: { message: "The requested resource does not support http method 'PATCH'." } };
  if (call.request.headers["if-none-match"]) throw new Refusal({ status: 412, body: { message: call.site.switches.preconditionMessage } });
  call.request.headers["if-match"] = "*";
  try {
    return putEntity(call);
  } catch (error) {
    if (error instanceof Refusal && error.response.status === 412)
      return unknownAddress(call.request.url.href, "No entity satisfies the condition.");
    throw error;
  }
}

/** Calls to a screen that is busy with a long operation of the same session (25R2). */
function assertNotBusy({ site, caller, entity, request }: EntityCall): void {
  if (!site.switches.conflictWhileRunning || request.method === "GET" || !isScreenBusy(site, caller, entity.name)) return;
  throw new Refusal({
    status: 409,
    body: { message: "A long operation is running for this screen in the current session. Please try again later." },
  });
}

function fileCall(call: EntityCall): SandboxResponse {
  const at = call.rest.indexOf("files");
  return putFile(call, findByPath({ ...call, rest: call.rest.slice(0, at) }), call.rest.slice(at + 1).join("/"));
}

function dispatch(call: EntityCall): SandboxResponse {
  const { request, rest } = call;
  const { method } = request;
  assertNotBusy(call);
  if (rest.length === 0 && method === "GET") return getList(call);
  if (rest.length === 0 && method === "PUT") return putEntity(call);
  if (rest.length === 0 && method === "PATCH") return patchOne(call);
  if (method === "GET" && rest[0] === "$adHocSchema") return { status: 200, body: adHocSchema(call) };
  if (method === "GET" && rest[1] === "status" && rest[2]) return operationStatus(call.site, call.caller, rest[2]);
  if (method === "POST" && rest.length === 1) return postAction(call);
  if (method === "PUT" && rest.includes("files")) return fileCall(call);
  if (method === "GET") return getOne(call);
  if (method === "DELETE") return deleteOne(call);
  return { status: 405, body: { message: `The requested resource does not support http method '${method}'.` } };
}

interface RouteRequest {
  site: Site;
  request: SandboxRequest;
  caller: Caller;
  /** Decoded parts after `/entity`. */
  parts: string[];
  /** `/AcmeERP` or "". */
  directory: string;
  base: string;
}

function isKnownEndpoint(site: Site, name: string, version: string): boolean {
  return [...SYSTEM_ENDPOINTS, ...site.switches.customEndpoints].some(known => known.name === name && known.version === version);
}

/** Everything below `/entity/{endpoint}/{version}`. Business refusals become "Operation failed". */
export function entityRoutes({ site, request, caller, parts, directory, base }: RouteRequest): SandboxResponse {
  const [endpoint = "", version = "", name = "", ...rest] = parts;
  if (!isKnownEndpoint(site, endpoint, version))
    return unknownAddress(request.url.href, `No type was found that matches the controller named '${endpoint}'.`);
  const generation = /^2[234]/.exec(version)?.[0] ?? "24";
  const endpointPath = `${directory}/entity/${endpoint}/${version}`;
  if (name === "swagger.json")
    return {
      status: 200,
      body: swagger(site, { title: `${endpoint}/${version}`, generation, server: `${base}/entity/${endpoint}/${version}` }),
    };
  const entity = CONTRACT.get(name);
  if (!entity) return unknownAddress(request.url.href, `No action was found on the controller that matches the name '${name}'.`);
  request.notes.name = `${request.method} ${name}`;
  if (!mayUse(caller, entity.screen, levels[request.method] ?? "edit")) throw forbidden(entity);
  try {
    return dispatch({ site, request, caller, entity, generation, endpointPath, rest });
  } catch (error) {
    if (error instanceof BusinessError) return operationFailed(error.message);
    throw error;
  }
}
