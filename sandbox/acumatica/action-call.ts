import type { SandboxResponse } from "../shared/exchange";
import { findServerAction, runAction } from "./actions";
import { parsePatch, patchText } from "./body";
import type { EntityCall } from "./entity-call";
import { badRequest, noEntity, unknownAddress } from "./errors";
import { failureAnswer, startOperation } from "./operations";
import { BusinessError } from "./order-state";
import { readBody } from "./put";
import type { Row } from "./rows";
import { tableOf } from "./world";

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The record an action is asked for: by id or by keys; other fields of it are ignored. */
function target({ caller, entity, generation }: EntityCall, json: unknown): Row {
  const patch = parsePatch({ entity, generation, path: "" }, json);
  const table = tableOf(caller.tenant, entity.name);
  const keys = entity.keys.map(name => patchText(patch, name) || (name === "OrderType" ? "SO" : name === "Type" ? "Invoice" : ""));
  const row = patch.id ? table.byId(patch.id) : table.byKey(keys.join("/"));
  if (!row) throw noEntity();
  return row;
}

function readParameters(json: unknown): Record<string, string> {
  const parameters: Record<string, string> = {};
  if (!isObject(json)) return parameters;
  for (const [name, entry] of Object.entries(json))
    if (isObject(entry) && entry.value !== undefined && entry.value !== null) parameters[name] = String(entry.value);
  return parameters;
}

/** `POST /{Entity}/{Action}`: 204 when done, or 202 with the address to ask. A contract name or a workflow name. */
export function postAction(call: EntityCall): SandboxResponse {
  const { site, caller, entity, request, rest, endpointPath } = call;
  const [name = ""] = rest;
  const contractAction = entity.actions.find(action => action.name === name);
  const action = findServerAction(entity.name, contractAction?.serverName ?? name);
  request.notes.name = `POST ${entity.name}/${name}`;
  if (!action)
    return unknownAddress(request.url.href, `No action was found on the controller '${entity.name}' that matches the name '${name}'.`);
  const body = readBody(request);
  if (!isObject(body) || body.entity === undefined) throw badRequest("invocation.entity", "The entity is required.");
  const row = target(call, body.entity);
  const parameters = readParameters(body.parameters);
  request.notes.key = tableOf(caller.tenant, entity.name).keyOf(row);
  if (site.switches.actionMode === "async") {
    const operation = startOperation(site, { caller, entity: entity.name, action, row, parameters });
    return { status: 202, headers: { location: `${endpointPath}/${entity.name}/${name}/status/${operation.id}` } };
  }
  return runNow(call, { action, row, parameters });
}

function runNow(
  { site, caller, entity, endpointPath }: EntityCall,
  { action, row, parameters }: { action: string; row: Row; parameters: Record<string, string> },
): SandboxResponse {
  try {
    runAction(entity.name, action, { site, tenant: caller.tenant, by: caller.user, row, parameters });
  } catch (error) {
    if (!(error instanceof BusinessError)) throw error;
    site.journal.effect("action failed", {
      tenant: caller.tenant.name,
      entity: entity.name,
      action,
      reason: error.message,
      by: caller.user,
    });
    return failureAnswer(error.message, site.switches.actionFailureStatus);
  }
  return { status: 204, headers: site.switches.entityLocationOn204 ? { location: `${endpointPath}/${entity.name}/${row.id}` } : {} };
}
