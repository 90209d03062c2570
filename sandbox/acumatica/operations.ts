import { randomUUID } from "node:crypto";
import type { SandboxResponse } from "../shared/exchange";
import { runAction } from "./actions";
import { operationFailed } from "./errors";
import { BusinessError } from "./order-state";
import type { Row } from "./rows";
import type { Caller, Site } from "./site";
import { type Operation, tableOf } from "./world";

interface StartRequest {
  caller: Caller;
  entity: string;
  action: string;
  row: Row;
  parameters: Record<string, string>;
}

/** Does the operation's work. The record may have changed, or gone, since it was asked for. */
function perform(site: Site, operation: Operation): void {
  const tenant = site.world.tenants.get(operation.tenant);
  const row = tenant && tableOf(tenant, operation.entity).byId(operation.rowId);
  operation.hasEffect = true;
  try {
    if (!tenant || !row) throw new BusinessError("The record no longer exists.");
    runAction(operation.entity, operation.action, { site, tenant, by: operation.user, row, parameters: operation.parameters });
  } catch (error) {
    if (!(error instanceof BusinessError)) throw error;
    operation.failure = error.message;
    site.journal.effect("action failed", {
      tenant: operation.tenant,
      entity: operation.entity,
      action: operation.action,
      reason: error.message,
      by: operation.user,
    });
  }
}

/** Finishes every operation whose time has come. Called before each request and by a timer. */
export function settleOperations(site: Site): void {
  for (const operation of site.world.operations.values()) {
    if (operation.state !== "running" || operation.endsMs > site.clock.now()) continue;
    if (!operation.hasEffect) perform(site, operation);
    operation.state = operation.failure === null ? "done" : "failed";
    site.changed();
  }
}

/** Starts a long operation; its effect comes once, at its start or its end, whether or not anybody asks again. */
export function startOperation(site: Site, { caller, entity, action, row, parameters }: StartRequest): Operation {
  const operation: Operation = {
    id: randomUUID(),
    sessionId: caller.session?.id ?? "",
    tenant: caller.tenant.name,
    user: caller.user,
    entity,
    action,
    rowId: row.id,
    parameters,
    endsMs: site.clock.now() + site.switches.operationMs,
    state: "running",
    hasEffect: false,
    failure: null,
  };
  site.world.operations.set(operation.id, operation);
  if (site.switches.operationEffect === "start") perform(site, operation);
  setTimeout(() => settleOperations(site), site.switches.operationMs + 1).unref();
  site.changed();
  return operation;
}

/** Whether this caller's session has an operation running on the entity's screen. */
export function isScreenBusy(site: Site, caller: Caller, entity: string): boolean {
  return [...site.world.operations.values()].some(
    operation => operation.state === "running" && operation.entity === entity && operation.sessionId === caller.session?.id,
  );
}

export function failureAnswer(reason: string, status: 500 | 422): SandboxResponse {
  return status === 500 ? operationFailed(reason) : { status: 422, body: { id: randomUUID(), rowNumber: 1, error: reason } };
}

/** The status address: 202 running, 204 done, an error when it failed or nobody knows it. */
export function operationStatus(site: Site, caller: Caller, id: string): SandboxResponse {
  const operation = site.world.operations.get(id.toLowerCase());
  const isForeign = operation && site.switches.statusNeedsSameSession && operation.sessionId !== caller.session?.id;
  if (!operation || isForeign || operation.tenant !== caller.tenant.name)
    return { status: site.switches.unknownOperationStatus, body: { message: "The operation cannot be found." } };
  if (operation.state === "running") return { status: 202 };
  return operation.state === "done" ? { status: 204 } : failureAnswer(operation.failure ?? "", site.switches.failedOperationStatus);
}
