import type { HttpRequest } from "@/lib/core/http-types";
import { type Fields, recordListSchema, recordSchema } from "./envelope";
import { AcumaticaError } from "./errors";
import { allOf, keyPath, textLiteral } from "./odata";
import { readJson } from "./read-json";
import type { AcumaticaSession } from "./session";

export interface RecordAddress {
  session: AcumaticaSession;
  entity: string;
  /** Key fields in form order with their values. */
  keys: [field: string, value: string][];
  expand: string[];
  label: string;
  subject: string;
  priority?: HttpRequest["priority"];
}

/**
 * Reads one record by key. By path, which avoids the list optimizer; a key with a slash can only be asked for by filter.
 * Throws AcumaticaError `not_found` when there is none (Acumatica answers 500 to that).
 */
export async function getRecord(address: RecordAddress): Promise<{ record: Fields; exchangeId: string }> {
  const { session, entity, keys, label, subject } = address;
  const path = keyPath(keys.map(([, value]) => value));
  const common = { method: "GET", label, subject, priority: address.priority ?? "normal" } as const;
  const $expand = address.expand.length === 0 ? undefined : address.expand.join(",");
  const context = { label, isWrite: false };
  if (path !== null) {
    const response = await session.request({ ...common, path: `${entity}/${path}`, query: { $expand } });
    return { record: readJson(response, recordSchema, context), exchangeId: response.exchangeId };
  }
  const $filter = allOf(keys.map(([field, value]) => `${field} eq ${textLiteral(value)}`));
  const response = await session.request({ ...common, path: entity, query: { $filter, $expand, $top: "1" } });
  const record = readJson(response, recordListSchema, context)[0];
  if (record === undefined)
    throw new AcumaticaError({ code: "not_found", message: `${label}: empty list`, exchangeId: response.exchangeId });
  return { record, exchangeId: response.exchangeId };
}
