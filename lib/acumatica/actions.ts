import type { HttpResponse } from "@/lib/core/http-types";
import { type Fields, wrap } from "./envelope";
import { AcumaticaError } from "./errors";
import type { AcumaticaSession } from "./session";

/** `finished`: Acumatica answered that the action is over; read the record back all the same. `running`: poll the address. */
export type StartedAction = { state: "finished"; exchangeId: string } | { state: "running"; operationUrl: string; exchangeId: string };

/** `unknown`: Acumatica does not know this operation (any more); read the record to learn what became of it, don't start it again blindly. */
export type PolledAction = { state: "finished" } | { state: "running" } | { state: "failed"; error: AcumaticaError } | { state: "unknown" };

export interface ActionCall {
  session: AcumaticaSession;
  entity: "SalesOrder" | "Shipment";
  /** The contract's name, e.g. `ConfirmShipment`. */
  action: string;
  keys: Record<string, string>;
  parameters?: Record<string, string | number | boolean>;
}

/**
 * Starts an action on one record. 204: done at once. 202: a long operation, followed by its status address. A `Location` that is no status address
 * means done, and is never followed. @throws AcumaticaError, with `outcomeUnknown` when the action may have started.
 */
export async function startAction({ session, entity, action, keys, parameters }: ActionCall): Promise<StartedAction> {
  const response = await session.request({
    method: "POST",
    path: `${entity}/${action}`,
    body: { entity: wrapAll(keys), ...(parameters === undefined ? {} : { parameters: wrapAll(parameters) }) },
    label: `acumatica.${entity.toLowerCase()}.${action.toLowerCase()}`,
    priority: "write_back",
    subject: entity === "Shipment" ? "Shipments" : "Sales Orders",
  });
  const { exchangeId } = response;
  const operationUrl = statusAddress(session, response);
  return operationUrl === null ? { state: "finished", exchangeId } : { state: "running", operationUrl, exchangeId };
}

/** Asks once how a long operation stands. @throws AcumaticaError when there is no telling now (no answer, limits): ask again later. */
export async function pollAction({ session, operationUrl }: { session: AcumaticaSession; operationUrl: string }): Promise<PolledAction> {
  const path = pathBelow(session, operationUrl);
  if (path === null) throw foreignAddress();
  try {
    const response = await session.request({ method: "GET", path, root: true, label: "acumatica.operation.get", priority: "write_back" });
    return { state: response.status === 202 ? "running" : "finished" };
  } catch (error) {
    return pollFailure(error);
  }
}

/** Acumatica: Shipments (SO302000) → Confirm Shipment. Everything on it is read-only afterwards: write packages before. */
export function confirmShipment({ session, shipmentNbr }: { session: AcumaticaSession; shipmentNbr: string }): Promise<StartedAction> {
  return startAction({ session, entity: "Shipment", action: "ConfirmShipment", keys: { ShipmentNbr: shipmentNbr } });
}

/** Acumatica: Shipments (SO302000) → Correct Shipment: opens a confirmed Shipment again. Not once it is invoiced or inventory is updated. */
export function correctShipment({ session, shipmentNbr }: { session: AcumaticaSession; shipmentNbr: string }): Promise<StartedAction> {
  return startAction({ session, entity: "Shipment", action: "CorrectShipment", keys: { ShipmentNbr: shipmentNbr } });
}

const wrapAll = (values: Record<string, string | number | boolean>): Fields =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, wrap(value)]));

/** The absolute status address of a 202, or null when the action is over. Throws when it points to another host: the bearer never leaves the instance. */
function statusAddress(session: AcumaticaSession, response: HttpResponse): string | null {
  const location = response.headers.location;
  if (response.status !== 202 || location === undefined || !/\/status\/[^/]+\/?$/i.test(location.split("?")[0] ?? "")) return null;
  const url = URL.parse(location, `${session.baseUrl}/`);
  if (url === null || pathBelow(session, url.href) === null) throw foreignAddress(response.exchangeId);
  return url.href;
}

/** The part below the instance, or null for an address of another host or directory. */
function pathBelow(session: AcumaticaSession, address: string): string | null {
  const url = URL.parse(address);
  const base = new URL(session.baseUrl);
  const prefix = `${base.pathname.replace(/\/$/, "")}/`;
  if (url === null || url.origin !== base.origin || url.username !== "") return null;
  if (!url.pathname.toLowerCase().startsWith(prefix.toLowerCase())) return null;
  return `${url.pathname.slice(prefix.length)}${url.search}`;
}

function foreignAddress(exchangeId?: string): AcumaticaError {
  return new AcumaticaError({
    code: "unexpected",
    message: "the operation's status address is not below the instance; not followed",
    outcomeUnknown: true,
    ...(exchangeId === undefined ? {} : { exchangeId }),
  });
}

/** What a failed status call means. The bodies are not documented: only an answer that Acumatica itself made counts as a failure of the operation. */
function pollFailure(error: unknown): PolledAction {
  if (!(error instanceof AcumaticaError) || error.status === undefined) throw error;
  if (error.status === 404 || error.status === 410 || error.code === "not_found" || /operation in process/i.test(error.userMessage))
    return { state: "unknown" };
  if (error.status === 409) return { state: "running" };
  if (["operation_failed", "rejected", "record_busy"].includes(error.code)) return { state: "failed", error };
  throw error;
}
