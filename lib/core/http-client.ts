import { Agent } from "undici";
import type { CallBudgetPort } from "./call-budget-port";
import type { Clock } from "./clock";
import { failpoint } from "./failpoints";
import { type Answer, callOnce } from "./http-call";
import { type HttpClient, HttpError, type HttpFailure, type HttpRequest, type HttpResponse } from "./http-types";
import { newId } from "./ids";
import { createOutboundConnector } from "./outbound-connector";
import type { OutboundPolicy } from "./outbound-policy";
import { hideOwnSecrets, type RedactedExchange, redactExchange } from "./redact";
import { readRetryAfterMs } from "./retry-after";

const MAX_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** Whose call it is; travels to the exchange record. */
export interface CallContext {
  workspaceId?: string;
  storeId?: string;
  warehouseId?: string;
  runId?: string;
}

/** One call as it may be kept: everything in it is redacted. */
export interface RecordedExchange extends RedactedExchange {
  id: string;
  label: string;
  method: HttpRequest["method"];
  at: Date;
  durationMs: number;
  /** Null: no answer came. */
  status: number | null;
  failure: HttpFailure | null;
  context: CallContext;
}

/** Takes the records. Called once per call; buffers, and never makes the call wait or fail. */
export interface ExchangeRecorder {
  record(exchange: RecordedExchange): void;
}

export interface HttpClientOptions {
  policy: OutboundPolicy;
  clock: Clock;
  /** Shared limit around every metered call. Default: none. */
  budget?: CallBudgetPort;
  recorder?: ExchangeRecorder;
  /** Whole call, from the first byte of the connection to the last of the answer. Default 30 s. */
  defaultTimeoutMs?: number;
  /** Cap of an answer, packed and unpacked. Default 64 MB. */
  maxBytes?: number;
  context?: CallContext;
  /** Aborts waits for the limit at shutdown; a call that has left is finished. */
  signal?: AbortSignal;
}

/** One keep-alive pool per policy: a connection opened under one policy is never used under another. */
const pools = new WeakMap<OutboundPolicy, Agent>();

function poolOf(policy: OutboundPolicy): Agent {
  const existing = pools.get(policy);
  if (existing) return existing;
  const pool = new Agent({ connect: createOutboundConnector(policy), pipelining: 1 });
  pools.set(policy, pool);
  return pool;
}

/** Closes the idle and open connections of a policy. For shutdown and tests. */
export async function closeConnections(policy: OutboundPolicy): Promise<void> {
  const pool = pools.get(policy);
  pools.delete(policy);
  await pool?.destroy();
}

/**
 * The only way out of the house. Never follows a redirect, reads no proxy variables, checks the address of every connection, holds the shared limit, and
 * makes one attempt: who calls it decides about another. A 429 (or a 503 that names a time) blocks the budget for every process.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  return {
    async send(request) {
      const url = options.policy.checkUrl(request.url);
      const budget = request.unmetered ? undefined : options.budget;
      const slot = await budget?.acquire({ priority: request.priority ?? "normal", signal: options.signal });
      try {
        await failpoint(`${request.label}.before`);
        const response = await exchange(options, request, url);
        await failpoint(`${request.label}.after`);
        await blockIfAsked(options, response);
        return response;
      } finally {
        slot?.release();
      }
    },
  };
}

async function exchange(options: HttpClientOptions, request: HttpRequest, url: URL): Promise<HttpResponse> {
  const exchangeId = newId();
  const headers = { "accept-encoding": "gzip", "user-agent": "Dockbridge", ...lowerCased(request.headers ?? {}) };
  const at = options.clock.now();
  const startedMs = performance.now();
  const finish = (answer: Answer | null, failure: HttpFailure | null) => {
    const durationMs = Math.round(performance.now() - startedMs);
    keep(options, request, { id: exchangeId, at, durationMs, headers, answer, failure });
    return durationMs;
  };
  try {
    const answer = await callOnce({
      dispatcher: poolOf(options.policy),
      url,
      request,
      headers,
      exchangeId,
      timeoutMs: request.timeoutMs ?? options.defaultTimeoutMs ?? TIMEOUT_MS,
      maxBytes: options.maxBytes ?? MAX_BYTES,
    });
    const durationMs = finish(answer, null);
    const sent = { requestHeaders: headers, requestBody: request.body ?? null, keep: request.record ?? "redacted" } as const;
    return { ...hideOwnSecrets(answer, sent), durationMs, exchangeId };
  } catch (error) {
    finish(null, error instanceof HttpError ? error.failure : "reset");
    throw error;
  }
}

interface Outcome {
  id: string;
  at: Date;
  durationMs: number;
  headers: Record<string, string>;
  answer: Answer | null;
  failure: HttpFailure | null;
}

function keep({ recorder, context }: HttpClientOptions, request: HttpRequest, outcome: Outcome): void {
  const mode = request.record ?? "redacted";
  if (!recorder || mode === "none") return;
  const { id, at, durationMs, headers, answer, failure } = outcome;
  try {
    const redacted = redactExchange({
      url: request.url,
      requestHeaders: headers,
      requestBody: request.body ?? null,
      responseHeaders: answer?.headers ?? null,
      responseBody: answer?.text ?? null,
      keep: mode,
    });
    const { label, method } = request;
    recorder.record({ ...redacted, id, label, method, at, durationMs, status: answer?.status ?? null, failure, context: context ?? {} });
  } catch {
    // The record is a courtesy; losing the vendor's answer over it would turn a finished write into an unknown one.
  }
}

async function blockIfAsked({ budget, clock }: HttpClientOptions, { status, headers }: HttpResponse): Promise<void> {
  if (!budget || (status !== 429 && status !== 503)) return;
  const asked = readRetryAfterMs(headers, clock.now());
  if (status === 503 && asked === null) return;
  const waitMs = asked ?? 60_000;
  await budget.block(
    new Date(clock.now().getTime() + waitMs),
    status === 429 ? "The vendor asked to slow down." : "The vendor is not available.",
  );
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
