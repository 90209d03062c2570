import { operation } from "../operation";
import { pageSchema } from "../schemas/common";
import { exchangeSchema } from "../schemas/exchange";
import { createdMappingSchema, createMappingSchema, mappingQuerySchema, mappingSchema } from "../schemas/mapping";
import {
  actionResultSchema,
  bulkOrdersSchema,
  bulkResultSchema,
  orderQuerySchema,
  orderSchema,
  orderSummarySchema,
} from "../schemas/order";
import { problemQuerySchema, problemSchema } from "../schemas/problem";
import { runDetailSchema, runQuerySchema, runSchema } from "../schemas/run";

const V1 = "/api/v1";
const mappings = { path: `${V1}/mappings`, tag: "Mappings" };
const mapping = { path: `${V1}/mappings/{id}`, tag: "Mappings" };

/** Orders, runs, problems, matches. */
export const workOperations = {
  listOrders: operation({
    path: `${V1}/orders`,
    tag: "Orders",
    id: "listOrders",
    method: "GET",
    permission: "orders:read",
    status: 200,
    summary: "List orders, newest first",
    query: orderQuerySchema,
    answer: pageSchema(orderSummarySchema),
  }),
  getOrder: operation({
    path: `${V1}/orders/{id}`,
    tag: "Orders",
    id: "getOrder",
    method: "GET",
    permission: "orders:read",
    status: 200,
    summary: "Get an order with its lines, shipments, write-backs and timeline",
    answer: orderSchema,
  }),
  actOnOrder: operation({
    path: `${V1}/orders/{id}/{action}`,
    tag: "Orders",
    id: "actOnOrder",
    method: "POST",
    permission: "orders:write",
    status: 200,
    summary: "Retry, reset, hold, release, archive or cancel an order",
    answer: actionResultSchema,
  }),
  actOnOrders: operation({
    path: `${V1}/orders/bulk`,
    tag: "Orders",
    id: "actOnOrders",
    method: "POST",
    permission: "orders:write",
    status: 200,
    summary: "One action on up to 500 orders; each has its own result",
    body: bulkOrdersSchema,
    answer: bulkResultSchema,
  }),

  listRuns: operation({
    path: `${V1}/runs`,
    tag: "Runs",
    id: "listRuns",
    method: "GET",
    permission: "runs:read",
    status: 200,
    summary: "List runs, newest first",
    query: runQuerySchema,
    answer: pageSchema(runSchema),
  }),
  getRun: operation({
    path: `${V1}/runs/{id}`,
    tag: "Runs",
    id: "getRun",
    method: "GET",
    permission: "runs:read",
    status: 200,
    summary: "Get a run with its log",
    answer: runDetailSchema,
  }),

  listProblems: operation({
    path: `${V1}/problems`,
    tag: "Problems",
    id: "listProblems",
    method: "GET",
    permission: "problems:read",
    status: 200,
    summary: "List open problems, or closed ones",
    query: problemQuerySchema,
    answer: pageSchema(problemSchema),
  }),
  getProblem: operation({
    path: `${V1}/problems/{id}`,
    tag: "Problems",
    id: "getProblem",
    method: "GET",
    permission: "problems:read",
    status: 200,
    summary: "Get a problem",
    answer: problemSchema,
  }),

  listMappings: operation({
    ...mappings,
    id: "listMappings",
    method: "GET",
    permission: "mappings:read",
    status: 200,
    summary: "List matches",
    query: mappingQuerySchema,
    answer: pageSchema(mappingSchema),
  }),
  createMapping: operation({
    ...mappings,
    id: "createMapping",
    method: "POST",
    permission: "mappings:write",
    status: 201,
    summary: "Add or replace a match; orders that waited for it go on",
    body: createMappingSchema,
    answer: createdMappingSchema,
  }),
  getMapping: operation({
    ...mapping,
    id: "getMapping",
    method: "GET",
    permission: "mappings:read",
    status: 200,
    summary: "Get a match",
    answer: mappingSchema,
  }),
  deleteMapping: operation({
    ...mapping,
    id: "deleteMapping",
    method: "DELETE",
    permission: "mappings:write",
    status: 204,
    summary: "Delete a match; orders already sent keep it",
  }),

  getExchange: operation({
    path: `${V1}/exchanges/{id}`,
    tag: "Exchanges",
    id: "getExchange",
    method: "GET",
    permission: "exchanges:read",
    status: 200,
    summary: "Get the recorded request and answer behind a line of a timeline",
    answer: exchangeSchema,
  }),
} as const;
