/** The OpenAPI document as a person reads it: by noun, each call with what it takes. Pure. */

export interface ReferenceField {
  name: string;
  type: string;
  required: boolean;
  text: string;
}

export interface ReferenceCall {
  id: string;
  method: string;
  path: string;
  summary: string;
  permission: string | null;
  query: ReferenceField[];
  body: ReferenceField[];
  answer: string | null;
}

export interface ReferenceGroup {
  tag: string;
  calls: ReferenceCall[];
}

type Json = Record<string, unknown>;

const asJson = (value: unknown): Json => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {});
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const asText = (value: unknown): string => (typeof value === "string" ? value : "");

export function readReference(document: Json): ReferenceGroup[] {
  const groups = new Map<string, ReferenceCall[]>();
  for (const [path, methods] of Object.entries(asJson(document.paths))) {
    for (const [method, value] of Object.entries(asJson(methods))) {
      const operation = asJson(value);
      const tag = asText(asList(operation.tags)[0]) || "Other";
      groups.set(tag, [...(groups.get(tag) ?? []), readCall({ document, path, method, operation })]);
    }
  }
  return [...groups].map(([tag, calls]) => ({ tag, calls }));
}

function readCall({ document, path, method, operation }: { document: Json; path: string; method: string; operation: Json }): ReferenceCall {
  const parameters = asList(operation.parameters).map(asJson);
  const body = schemaIn(asJson(operation.requestBody));
  const success = Object.entries(asJson(operation.responses)).find(([status]) => status.startsWith("2"));
  return {
    id: asText(operation.operationId),
    method: method.toUpperCase(),
    path,
    summary: asText(operation.summary),
    permission: asText(operation["x-permission"]) || null,
    query: parameters
      .filter(parameter => parameter.in === "query")
      .map(parameter => ({
        name: asText(parameter.name),
        type: typeWords(document, asJson(parameter.schema)),
        required: parameter.required === true,
        text: asText(asJson(parameter.schema).description),
      })),
    body: fieldsOf(document, body),
    answer: success ? typeWords(document, schemaIn(asJson(success[1]))) || null : null,
  };
}

function schemaIn(holder: Json): Json {
  return asJson(asJson(asJson(holder.content)["application/json"]).schema);
}

function resolve(document: Json, schema: Json): Json {
  const name = refName(schema);
  return name ? asJson(asJson(asJson(document.components).schemas)[name]) : schema;
}

const refName = (schema: Json): string | null => asText(schema.$ref).split("/").at(-1) || null;

/** Fields of a body, two levels deep: `credentials.clientId`. Of alternatives, each one's. */
function fieldsOf(document: Json, schema: Json, prefix = ""): ReferenceField[] {
  const resolved = resolve(document, schema);
  const variants = [...asList(resolved.anyOf), ...asList(resolved.oneOf)].map(asJson);
  if (variants.length > 0 && !resolved.properties) return uniqueByName(variants.flatMap(variant => fieldsOf(document, variant, prefix)));
  const required = new Set(asList(resolved.required).map(asText));
  return Object.entries(asJson(resolved.properties)).flatMap(([name, value]) => {
    const field = asJson(value);
    const full = `${prefix}${name}`;
    const inner = prefix === "" ? fieldsOf(document, field, `${full}.`) : [];
    if (inner.length > 0 && resolve(document, field).type === "object") return inner;
    return [{ name: full, type: typeWords(document, field), required: required.has(name), text: textOf(field) }];
  });
}

function textOf(field: Json): string {
  const fallback = field.default === undefined ? "" : `Default ${JSON.stringify(field.default)}.`;
  return [asText(field.description), fallback].filter(Boolean).join(" ");
}

function uniqueByName(fields: ReferenceField[]): ReferenceField[] {
  return [...new Map(fields.map(field => [field.name, field])).values()];
}

/** "text", "number", "one of a, b", "list of Order". */
function typeWords(document: Json, schema: Json): string {
  const name = refName(schema);
  if (name) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${asList(schema.enum).map(String).join(", ")}`;
  const variants = [...asList(schema.anyOf), ...asList(schema.oneOf)].map(asJson).filter(variant => variant.type !== "null");
  if (variants.length > 0) return [...new Set(variants.map(variant => typeWords(document, variant)))].join(" or ");
  if (schema.type === "array") return `list of ${typeWords(document, asJson(schema.items))}`;
  if (asJson(schema.properties).data && "nextCursor" in asJson(schema.properties))
    return `page of ${typeWords(document, asJson(asJson(schema.properties).data)).replace("list of ", "")}`;
  const words: Record<string, string> = {
    string: "text",
    integer: "whole number",
    number: "number",
    boolean: "true or false",
    object: "object",
  };
  const format: Record<string, string> = { uuid: "id", "date-time": "instant", uri: "address", date: "date" };
  return format[asText(schema.format)] ?? words[asText(schema.type)] ?? "";
}
