import type { ZodType } from "zod";
import type { HttpRequest, HttpResponse } from "@/lib/core/http-types";
import type { AdapterContext } from "../contract";
import type { ShipStationCredentials } from "./credentials";
import { fromHttpError, readFailure, unreadable } from "./failure";

/** Longer than ShipStation's own limit ("Execution Timeout Expired" after 30 s), so that a late answer is still heard. */
const TIMEOUT_MS = 60_000;

export interface Call<T> {
  /** Names the call's failpoints and records. */
  label: string;
  path: string;
  query?: Record<string, string>;
  /** Present: a POST. */
  body?: unknown;
  schema: ZodType<T>;
  /** A webhook's address carries a secret: such bodies are not kept. */
  record?: HttpRequest["record"];
}

export interface Reply<T> {
  data: T;
  exchangeId: string;
  durationMs: number;
  /** The server's own time, when it said so. */
  serverAt: Date | null;
}

export interface ShipStationClient {
  /** One call, once. @throws WarehouseError, or BudgetError when the shared limit makes it wait too long. */
  call<T>(call: Call<T>): Promise<Reply<T>>;
  /** The same, and null when ShipStation does not know the record: the body of its 404 is not documented, so the status counts. */
  find<T>(call: Call<T>): Promise<Reply<T> | null>;
}

/** The one way to ShipStation V1: signs, tells the limiter what the headers said, reads errors, checks the answer's shape. */
export function createClient(context: AdapterContext<ShipStationCredentials>): ShipStationClient {
  const read = <T>(response: HttpResponse, { body, schema }: Call<T>): Reply<T> => {
    const isWrite = body !== undefined;
    const failure = readFailure(response, { isWrite, now: context.clock.now() });
    if (failure) throw failure;
    return { ...replyOf(response), data: parse(response, { schema, isWrite }) };
  };
  return {
    call: async call => read(await send(context, call), call),
    find: async call => {
      const response = await send(context, call);
      return response.status === 404 ? null : read(response, call);
    },
  };
}

async function send<T>({ credentials, http, onLimits }: AdapterContext<ShipStationCredentials>, call: Call<T>): Promise<HttpResponse> {
  const { apiKey, apiSecret, baseUrl } = credentials;
  const { label, path, query, body, record } = call;
  const isWrite = body !== undefined;
  const authorization = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString("base64")}`;
  try {
    const response = await http.send({
      method: isWrite ? "POST" : "GET",
      url: `${baseUrl}${path}${query ? `?${new URLSearchParams(query)}` : ""}`,
      headers: { authorization, accept: "application/json", ...(isWrite ? { "content-type": "application/json" } : {}) },
      ...(isWrite ? { body: JSON.stringify(body) } : {}),
      label: `shipstation.${label}`,
      timeoutMs: TIMEOUT_MS,
      ...(record ? { record } : {}),
    });
    onLimits?.(limitsOf(response.headers));
    return response;
  } catch (error) {
    throw fromHttpError(error);
  }
}

function replyOf({ exchangeId, durationMs, headers }: HttpResponse): Omit<Reply<unknown>, "data"> {
  const serverMs = Date.parse(headers.date ?? "");
  return { exchangeId, durationMs, serverAt: Number.isNaN(serverMs) ? null : new Date(serverMs) };
}

function parse<T>(response: HttpResponse, { schema, isWrite }: { schema: ZodType<T>; isWrite: boolean }): T {
  let json: unknown;
  try {
    json = JSON.parse(response.text);
  } catch (cause) {
    throw unreadable(response, { isWrite, cause });
  }
  const result = schema.safeParse(json);
  if (!result.success) throw unreadable(response, { isWrite, cause: result.error });
  return result.data;
}

/** ShipStation V1: X-Rate-Limit-Limit (per minute), -Remaining, and -Reset in seconds until the window restarts. */
function limitsOf(headers: Record<string, string>): { limit?: number; remaining?: number; resetMs?: number } {
  const number = (name: string) => {
    const value = headers[`x-rate-limit-${name}`]?.trim();
    return value && /^\d+$/.test(value) ? Number(value) : undefined;
  };
  const [limit, remaining, reset] = [number("limit"), number("remaining"), number("reset")];
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(reset === undefined ? {} : { resetMs: reset * 1000 }),
  };
}
