import { type ContractEntity, fieldsAt } from "./contract";
import { badRequest, keyNotPresent } from "./errors";
import { type Filter, parseFilter } from "./filter-parser";

export interface QueryOptions {
  filter: Filter | null;
  expand: Set<string>;
  select: Set<string> | null;
  custom: string[];
  top: number | null;
  skip: number;
  orderBy: { field: string; isDescending: boolean }[];
}

interface ParseContext {
  entity: ContractEntity;
  generation: string;
  naiveOffsetMinutes: number;
}

function names(text: string | null): string[] {
  return (text ?? "")
    .split(",")
    .map(name => name.trim())
    .filter(name => name !== "");
}

/** Every name in `$expand` and `$select` must exist; the server answers an unknown one with a dictionary error. */
function assertKnown({ entity, generation }: ParseContext, name: string): void {
  const parts = name.split("/");
  const last = parts.at(-1) ?? "";
  if (last === "files") return;
  const fields = fieldsAt(entity, parts.slice(0, -1).join("/"), generation);
  if (!fields?.some(field => field.name === last)) throw keyNotPresent();
}

function count(text: string | null, name: string): number | null {
  if (text === null) return null;
  if (!/^\d+$/.test(text)) throw badRequest(name, `The value '${text}' is not valid for ${name}.`);
  return Number(text);
}

function expandSet(context: ParseContext, text: string | null): Set<string> {
  const expand = new Set<string>();
  for (const name of names(text)) {
    assertKnown(context, name);
    const parts = name.split("/");
    for (let depth = 1; depth <= parts.length; depth += 1) expand.add(parts.slice(0, depth).join("/"));
  }
  return expand;
}

/** Reads the OData options of a request. @throws Refusal for names and values the server refuses. */
export function parseQueryOptions(context: ParseContext, query: URLSearchParams): QueryOptions {
  const filterText = query.get("$filter");
  const selected = names(query.get("$select"));
  for (const name of selected) assertKnown(context, name);
  return {
    filter: filterText ? parseFilter(filterText, context.naiveOffsetMinutes) : null,
    expand: expandSet(context, query.get("$expand")),
    select: query.has("$select") ? new Set(selected) : null,
    custom: names(query.get("$custom")),
    top: count(query.get("$top"), "$top"),
    skip: count(query.get("$skip"), "$skip") ?? 0,
    orderBy: names(query.get("$orderby")).map(part => ({ field: part.split(/\s+/)[0] ?? "", isDescending: /\sdesc$/i.test(part) })),
  };
}
