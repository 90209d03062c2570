import { z } from "zod";
import type { Operation } from "./operation";
import { operations } from "./operations/operations";
import { problemDocumentSchema } from "./schemas/common";
import { ORDER_ACTIONS } from "./schemas/order";

type Json = Record<string, unknown>;
type Schemas = Record<string, Json>;

/** OpenAPI 3.1, made from the schemas that validate and type the API, so that it can't say anything else than what happens. */
export function openApiDocument(): Json {
  const schemas: Record<string, Json> = {};
  const paths: Record<string, Json> = {};
  for (const operation of Object.values(operations) as Operation[]) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describeOperation(operation, schemas) };
  }
  schemaOf(problemDocumentSchema, { io: "output", schemas });
  return {
    openapi: "3.1.0",
    info: {
      title: "Dockbridge API",
      version: "1",
      description:
        "Carries orders from Acumatica to the warehouse, and shipments back. Lists are paged by `limit` and `cursor`; unknown fields are refused by name; " +
        "every POST takes an `Idempotency-Key`, and a repeated one gets the first answer for 24 hours.",
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key (`dbk_…`) of one workspace." } },
      schemas,
    },
  };
}

function describeOperation(operation: Operation, schemas: Schemas): Json {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    "x-permission": operation.permission,
    parameters: [...pathParameters(operation.path), ...queryParameters(operation), ...idempotencyParameter(operation)],
    ...(operation.body ? { requestBody: { required: true, content: json(schemaOf(operation.body, { io: "input", schemas })) } } : {}),
    responses: {
      [operation.status]: operation.answer
        ? { description: "Done.", content: json(schemaOf(operation.answer, { io: "output", schemas })) }
        : { description: "Done; no content." },
      default: {
        description: "Refused, in words.",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/ProblemDocument" } } },
      },
    },
  };
}

const json = (schema: Json): Json => ({ "application/json": { schema } });

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: name === "action" ? { type: "string", enum: ORDER_ACTIONS } : { type: "string", format: "uuid" },
  }));
}

function queryParameters({ query }: Operation): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, { io: "input", schemas: {} }) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: required.includes(name), schema }));
}

function idempotencyParameter({ method }: Operation): Json[] {
  if (method !== "POST") return [];
  return [{ name: "Idempotency-Key", in: "header", required: false, schema: { type: "string", maxLength: 255 } }];
}

/** Named parts (`$defs`) move to the document's components, where references from anywhere find them. */
function schemaOf(schema: z.ZodType, { io, schemas }: { io: "input" | "output"; schemas: Schemas }): Json {
  const made = z.toJSONSchema(schema, { target: "draft-2020-12", io, unrepresentable: "any" });
  const moved = JSON.parse(JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
  const { $schema: _dialect, $defs = {}, id: _id, ...rest } = moved;
  Object.assign(schemas, $defs);
  return rest;
}
