import type { z } from "zod";
import type { Permission } from "@/lib/auth/permissions";
import type { Runtime } from "@/lib/connections/runtime";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { LogFields } from "@/lib/core/logger";
import { claimIdempotencyKey, freeIdempotencyKey, settleIdempotencyKey } from "@/lib/db/idempotency";
import type { Scope } from "@/lib/db/scope";
import type { Operation } from "./operation";
import { problemResponse } from "./problem-response";
import { type PathParams, parseBody, RequestError, readBody, readParams, readQuery } from "./read-request";

/** A caller who has passed the guard. */
export interface Caller {
  scope: Scope;
  runtime: Runtime;
  may(permission: Permission): boolean;
}

export interface OperationInput<Q extends z.ZodType, B extends z.ZodType> extends Caller {
  params: PathParams;
  query: z.output<Q>;
  body: z.output<B>;
}

/**
 * For answers that hold a secret: what of it may be kept for a repeated Idempotency-Key, and how the answer is made again from that. Default: the answer itself.
 */
export interface Replay {
  keep(answer: unknown): unknown;
  restore(caller: Caller, kept: unknown): Promise<unknown>;
}

export interface OperationRun<Q extends z.ZodType, B extends z.ZodType> {
  operation: Operation<Q, B>;
  guard: (request: Request, permission: Permission) => Promise<Caller>;
  /** Where an unexpected failure is told, with the reference the caller got. */
  report: (fields: LogFields) => Promise<void>;
  work: (input: OperationInput<Q, B>) => Promise<unknown>;
  replay?: Replay;
}

/** Guard → parse → call → respond. Every refusal is a problem document; nothing but words and a reference leaves on a failure of ours. */
export async function runOperation<Q extends z.ZodType, B extends z.ZodType>(
  run: OperationRun<Q, B>,
  request: Request,
  params: Record<string, string>,
): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? newId();
  try {
    const caller = await run.guard(request, run.operation.permission);
    return await answer(run, { request, params, caller, requestId });
  } catch (error) {
    const response = problemResponse(error, requestId);
    if (response.status >= 500)
      await run.report({ requestId, route: run.operation.id, method: request.method, status: response.status, error });
    return response;
  }
}

interface Call {
  request: Request;
  params: Record<string, string>;
  caller: Caller;
  requestId: string;
}

async function answer<Q extends z.ZodType, B extends z.ZodType>(run: OperationRun<Q, B>, call: Call): Promise<Response> {
  const { operation } = run;
  const { request, caller, requestId } = call;
  const url = new URL(request.url);
  const params = readParams(call.params);
  const query = readQuery(operation, url);
  const { text, hash } = operation.method === "GET" ? { text: "", hash: "" } : await readBody(request, url);
  const body = parseBody(operation, text);
  const work = () => run.work({ ...caller, params, query, body });
  const key = operation.method === "POST" ? readIdempotencyKey(request) : null;
  if (key === null) return respond(operation, { body: await work(), requestId });
  return once(run, { call, key, hash, work });
}

interface Once {
  call: Call;
  key: string;
  hash: string;
  work: () => Promise<unknown>;
}

/** Does the work of an Idempotency-Key once. A refusal frees the key, because nothing was done; a repeated one gets the first answer. */
async function once<Q extends z.ZodType, B extends z.ZodType>(run: OperationRun<Q, B>, { call, key, hash, work }: Once): Promise<Response> {
  const { operation, replay } = run;
  const { caller, requestId } = call;
  // What may be seen is part of the request: the answer to one caller may show more than another may see.
  const requestHash = `${hash}${caller.scope.merchantId ? `:${caller.scope.merchantId}` : ""}`;
  const claim = await claimIdempotencyKey(caller.scope, { key, requestHash });
  if (claim.kind === "replay") {
    const body = replay ? await replay.restore(caller, claim.body) : claim.body;
    return respond(operation, { body, requestId, isReplay: true });
  }
  if (claim.kind !== "ours") throw claim.kind === "running" ? stillRunning() : otherRequest();
  const body = await work().catch(async (error: unknown) => {
    await freeIdempotencyKey(caller.scope, { id: claim.id });
    throw error;
  });
  // From here on the work is done: should keeping the answer fail, the key stays taken rather than letting a repeat do it twice.
  await settleIdempotencyKey(caller.scope, { id: claim.id, status: operation.status, body: replay ? replay.keep(body) : body });
  return respond(operation, { body, requestId });
}

function respond(operation: Operation, result: { body: unknown; requestId: string; isReplay?: boolean }): Response {
  const headers = new Headers({ "cache-control": "no-store", "x-request-id": result.requestId });
  if (result.isReplay) headers.set("idempotency-replayed", "true");
  if (operation.status === 204) return new Response(null, { status: 204, headers });
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(result.body), { status: operation.status, headers });
}

function readIdempotencyKey(request: Request): string | null {
  const key = request.headers.get("idempotency-key")?.trim();
  if (key === undefined || key === "") return null;
  if (key.length <= 255) return key;
  throw new RequestError({ status: 400, code: "invalid_input", message: "Idempotency-Key: at most 255 characters." });
}

const stillRunning = () =>
  new AppError({
    code: "idempotency_running",
    message: "idempotency key in use",
    userMessage: "The first request with this Idempotency-Key is still running.",
    nextStep: "Send it again in a moment; the answer will be the first one's.",
  });
const otherRequest = () =>
  new AppError({
    code: "idempotency_mismatch",
    message: "idempotency key reused",
    userMessage: "This Idempotency-Key was used for another request.",
    nextStep: "Use a new key for each request; repeat a key only with the same request.",
  });
