import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "@/lib/core/clock";
import { closeConnections, createHttpClient } from "@/lib/core/http-client";
import type { HttpClient } from "@/lib/core/http-types";
import { createOutboundPolicy } from "@/lib/core/outbound-policy";
import { type AcumaticaSession, createAcumaticaSession } from "../session";
import { createMemoryTokenStore, type MemoryTokenStore } from "./memory-token-store";

export interface SeenRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** Text is sent as it is, anything else as JSON. */
  body?: unknown;
}

export interface FakeInstance {
  http: HttpClient;
  baseUrl: string;
  seen: SeenRequest[];
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A real HTTP server that answers as the test says, and the house's own client pointed at it. */
export async function startFakeInstance(
  answer: (request: SeenRequest) => Reply | Promise<Reply>,
  options: { clock?: Clock } = {},
): Promise<FakeInstance> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? "/", "http://fake");
    const request: SeenRequest = {
      method: incoming.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(request);
    const { status = 200, headers = {}, body } = await answer(request);
    outgoing.writeHead(status, { "content-type": "application/json", ...headers });
    outgoing.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const policy = createOutboundPolicy({ allow: `127.0.0.1:${port}` });
  const close = async () => {
    await closeConnections(policy);
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  };
  return {
    http: createHttpClient({ policy, clock: options.clock ?? systemClock }),
    baseUrl: `http://127.0.0.1:${port}/Acme`,
    seen,
    close,
    [Symbol.asyncDispose]: close,
  };
}

export const CREDENTIALS = {
  grant: "password",
  clientId: "03539A80-1111-2222-3333-7FBC92E9CD3F@MyCompany",
  clientSecret: "Ger2OU8nC58-R22",
  username: "dockbridge",
  password: "correct horse",
} as const;

export const SETTINGS = { endpointName: "Default", endpointVersion: "24.200.001", scope: "api offline_access" };

/** A clock that only the test turns. */
export function createTestClock(start = "2026-11-21T12:00:00Z"): Clock & { advance(ms: number): void } {
  let nowMs = Date.parse(start);
  return {
    now: () => new Date(nowMs),
    sleep: async ms => {
      nowMs += ms;
    },
    advance(ms) {
      nowMs += ms;
    },
  };
}

export interface SessionParts {
  clock?: Clock;
  tokens?: MemoryTokenStore;
  credentials?: Partial<typeof CREDENTIALS> & { tenant?: string; password?: string };
}

/** A session that is signed in already, unless a token store is handed in. */
export function openTestSession(instance: FakeInstance, parts: SessionParts = {}): AcumaticaSession {
  return createAcumaticaSession({
    http: instance.http,
    clock: parts.clock ?? systemClock,
    tokens: parts.tokens ?? createMemoryTokenStore({ accessToken: "good", expiresAt: new Date(Date.now() + 3_600_000), generation: 1 }),
    credentials: { ...CREDENTIALS, instanceUrl: instance.baseUrl, ...parts.credentials },
    settings: SETTINGS,
  });
}
