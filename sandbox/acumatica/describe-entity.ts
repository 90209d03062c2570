import { serverActions } from "./actions";
import { CONTRACT, type ContractEntity, type ContractField, fieldsAt } from "./contract";
import type { EntityCall } from "./entity-call";
import type { Site } from "./site";

type Json = Record<string, unknown>;

/** Custom fields this instance knows outside the contract, per entity. */
const CUSTOM_SCHEMA: Record<string, Json> = {
  SalesOrder: { Document: { AttributePRODUCT: { type: "CustomStringField" }, UsrStoreName: { type: "CustomStringField" } } },
  Shipment: { Document: { AttributeSERVICE: { type: "CustomStringField" } } },
};

function isOffered(site: Site, path: string, field: ContractField): boolean {
  return !(site.switches.packageContents === "ignored" && path === "Packages" && field.name === "PackageContents");
}

function schemaOf(call: EntityCall, path: string): Json {
  const json: Json = {};
  for (const field of fieldsAt(call.entity, path, call.generation) ?? []) {
    if (!isOffered(call.site, path, field)) continue;
    const child = path ? `${path}/${field.name}` : field.name;
    if (field.kind === "list") json[field.name] = [schemaOf(call, child)];
    else json[field.name] = field.kind === "linked" ? schemaOf(call, child) : {};
  }
  return json;
}

/** `GET /{Entity}/$adHocSchema`: the entity's shape, custom fields included. */
export function adHocSchema(call: EntityCall): Json {
  const { entity, site } = call;
  return {
    ...schemaOf(call, ""),
    custom: CUSTOM_SCHEMA[entity.name] ?? {},
    ...(site.switches.workflowActions ? { _workflowActions: serverActions(entity.name) } : {}),
  };
}

const TYPES: Record<string, string> = {
  string: "StringValue",
  decimal: "DecimalValue",
  bool: "BooleanValue",
  int: "IntValue",
  time: "DateTimeValue",
  guid: "GuidValue",
};

function schemaProperties(site: Site, entity: ContractEntity, generation: string): Json {
  const fields = (fieldsAt(entity, "", generation) ?? []).filter(field => isOffered(site, "", field));
  return Object.fromEntries(
    fields.map(field => [
      field.name,
      field.kind === "list"
        ? { type: "array", items: { type: "object" } }
        : TYPES[field.kind]
          ? { $ref: `#/components/schemas/${TYPES[field.kind]}` }
          : { type: "object" },
    ]),
  );
}

/** `GET /swagger.json`: a small OpenAPI document of the endpoint. */
export function swagger(site: Site, { title, generation, server }: { title: string; generation: string; server: string }): Json {
  const paths: Json = {};
  const schemas: Json = {};
  for (const entity of CONTRACT.values()) {
    paths[`/${entity.name}`] = { get: { operationId: `${entity.name}_GetList` }, put: { operationId: `${entity.name}_PutEntity` } };
    paths[`/${entity.name}/{ids}`] = {
      get: { operationId: `${entity.name}_GetByKeys` },
      delete: { operationId: `${entity.name}_DeleteByKeys` },
    };
    for (const action of entity.actions)
      paths[`/${entity.name}/${action.name}`] = { post: { operationId: `${entity.name}_InvokeAction_${action.name}` } };
    schemas[entity.name] = {
      allOf: [{ $ref: "#/components/schemas/Entity" }, { type: "object", properties: schemaProperties(site, entity, generation) }],
    };
  }
  return { openapi: "3.0.1", info: { title, version: "4" }, servers: [{ url: server }], paths, components: { schemas } };
}
