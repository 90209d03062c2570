import type { Clock } from "@/lib/core/clock";
import { type HttpClient, HttpError, type HttpRequest, type HttpResponse } from "@/lib/core/http-types";
import { type CallContext, classifyResponse } from "./classify-response";
import { type AcumaticaCredentials, assertTenant, baseUrlOf } from "./credentials";
import type { AcumaticaError } from "./errors";
import { signOutQuietly } from "./sign-out";
import { createTokenKeeper } from "./token-keeper";
import type { StoredTokens, TokenStore } from "./token-store";

export interface SessionSettings {
  endpointName: string;
  endpointVersion: string;
  scope: string;
}

/** How long we wait for an answer. Acumatica may queue a call before it works on it, so a write is given more than its own limit. */
export interface SessionTimeouts {
  readMs: number;
  writeMs: number;
}

export interface SessionOptions {
  http: HttpClient;
  clock: Clock;
  tokens: TokenStore;
  credentials: AcumaticaCredentials;
  settings: SessionSettings;
  timeouts?: Partial<SessionTimeouts>;
}

/** One call below the instance. */
export interface SessionCall {
  method: HttpRequest["method"];
  /** Below the endpoint (`Shipment/SH002210`, segments already encoded), or with `root` below the instance (`entity`). */
  path: string;
  root?: boolean;
  /** Undefined values are left out. */
  query?: Record<string, string | undefined>;
  /** Sent as JSON. */
  body?: unknown;
  label: string;
  priority?: HttpRequest["priority"];
  timeoutMs?: number;
  /** The form in words (`Shipments`), for messages. */
  subject?: string;
}

/** A signed-in face of one store. Cheap to make; the tokens behind it are shared by every process. */
export interface AcumaticaSession {
  /** `https://host/dir`, no trailing slash. */
  readonly baseUrl: string;
  /** `Default/24.200.001` */
  readonly endpoint: string;
  readonly clock: Clock;
  /**
   * Resolves with a 2xx answer. The bearer is reused, renewed a little before it ends, and once on 401.
   * @throws AcumaticaError for every other answer and for none; BudgetError when the store's limit is used up (no call was made).
   */
  request(call: SessionCall): Promise<HttpResponse>;
  /**
   * Makes sure of a token. `fresh` asks with the password even where a token still works or these credentials were refused before:
   * for a proof test that a person started, one attempt each.
   */
  signIn(options?: { fresh?: boolean }): Promise<StoredTokens>;
  /** Frees the licence's API sign-in (POST /entity/auth/logout). Never throws; the stored token stays. Call it when a store is disabled, reset or edited. */
  signOut(): Promise<void>;
}

const DEFAULT_TIMEOUTS: SessionTimeouts = { readMs: 90_000, writeMs: 150_000 };

/** Throws AcumaticaError `tenant_suffix_missing` or `unreachable` at once when the client id or the address can't be right. */
export function createAcumaticaSession(options: SessionOptions): AcumaticaSession {
  const { http, clock, tokens, credentials, settings } = options;
  assertTenant(credentials);
  const baseUrl = baseUrlOf(credentials);
  const endpoint = `${settings.endpointName}/${settings.endpointVersion}`;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const keeper = createTokenKeeper({ http, clock, tokens, credentials, baseUrl, scope: settings.scope });

  const send = async (call: SessionCall, bearer: StoredTokens): Promise<HttpResponse> => {
    const context = contextOf(call, endpoint);
    try {
      return await http.send(toHttpRequest({ call, bearer, root: call.root ? baseUrl : `${baseUrl}/entity/${endpoint}`, timeouts }));
    } catch (error) {
      throw error instanceof HttpError ? classifyResponse(error, context) : error;
    }
  };

  return {
    baseUrl,
    endpoint,
    clock,
    async request(call) {
      const bearer = await keeper.get();
      let response = await send(call, bearer);
      if (response.status === 401) response = await send(call, await keeper.replace(bearer));
      if (response.status >= 200 && response.status < 300) return response;
      throw classify(response, call, endpoint);
    },
    signIn: async ({ fresh = false } = {}) => (fresh ? keeper.signInFresh() : keeper.get()),
    async signOut() {
      const current = keeper.known() ?? (await tokens.read());
      if (current !== null) await signOutQuietly({ http, baseUrl, accessToken: current.accessToken });
    },
  };
}

/** What a call is about, for its classification. Only GET changes nothing. */
function contextOf(call: SessionCall, endpoint: string): CallContext {
  return {
    label: call.label,
    isWrite: call.method !== "GET",
    ...(call.subject === undefined ? {} : { subject: call.subject }),
    ...(call.root ? {} : { endpoint }),
  };
}

function classify(response: HttpResponse, call: SessionCall, endpoint: string): AcumaticaError {
  return classifyResponse(response, contextOf(call, endpoint));
}

interface Outgoing {
  call: SessionCall;
  bearer: StoredTokens;
  root: string;
  timeouts: SessionTimeouts;
}

function toHttpRequest({ call, bearer, root, timeouts }: Outgoing): HttpRequest {
  const query = Object.entries(call.query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  const isWrite = call.method !== "GET";
  return {
    method: call.method,
    url: `${root}/${call.path}${query.length > 0 ? `?${query.join("&")}` : ""}`,
    headers: {
      authorization: `Bearer ${bearer.accessToken}`,
      accept: "application/json",
      ...(call.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    label: call.label,
    timeoutMs: call.timeoutMs ?? (isWrite ? timeouts.writeMs : timeouts.readMs),
    ...(call.priority === undefined ? {} : { priority: call.priority }),
  };
}
