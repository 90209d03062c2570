import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { SandboxHandler, SandboxRequest, SandboxResponse } from "./exchange";
import { runWithFault } from "./fault-runner";
import type { Faults } from "./faults";
import type { Journal } from "./journal";

export interface SandboxServer {
  url: string;
  port: number;
  /** Stops listening and destroys every open socket, hanging ones included. */
  close(): Promise<void>;
}

interface ServerOptions {
  name: string;
  host?: string;
  /** 0 = any free port. */
  port?: number;
  journal: Journal;
  faults: Faults;
  handle: SandboxHandler;
  /** Milliseconds since the epoch; only for the journal. */
  now?: () => number;
}

const CONTROL_PREFIX = "/__sandbox";
const BODY_BYTES_MAX = 128 * 1024 * 1024;

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw new Error("request body too large for the sandbox");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toRequest(incoming: IncomingMessage, rawBody: Buffer, signal: AbortSignal): SandboxRequest {
  const url = new URL(`http://${incoming.headers.host ?? "localhost"}${incoming.url ?? "/"}`);
  return {
    method: incoming.method ?? "GET",
    url,
    path: url.pathname,
    headers: incoming.headers,
    rawBody,
    remoteAddress: incoming.socket.remoteAddress ?? "",
    json: () => JSON.parse(rawBody.toString("utf8")),
    notes: {},
    signal,
    isClientGone: () => incoming.socket.destroyed,
  };
}

/** Writes an answer; objects become JSON unless the handler named another content type. */
function sendResponse(outgoing: ServerResponse, response: SandboxResponse): void {
  if (outgoing.destroyed || outgoing.writableEnded) return;
  const { status, headers = {}, body } = response;
  const isJson = body !== undefined && typeof body !== "string" && !Buffer.isBuffer(body);
  const bytes =
    body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(isJson ? JSON.stringify(body) : String(body));
  outgoing.statusCode = status;
  if (isJson) outgoing.setHeader("content-type", "application/json; charset=utf-8");
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  if (status !== 204 && status !== 304) outgoing.setHeader("content-length", bytes.length);
  outgoing.end(status === 204 || status === 304 ? undefined : bytes);
}

function journalCall(options: ServerOptions, request: SandboxRequest, outcome: Record<string, unknown>): void {
  const { name, ...notes } = request.notes;
  options.journal.call(name ?? `${request.method} ${request.path}`, {
    method: request.method,
    path: request.path,
    query: request.url.search,
    ...notes,
    ...outcome,
  });
}

async function serve(options: ServerOptions, incoming: IncomingMessage, outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  const now = options.now ?? Date.now;
  const arrivedMs = now();
  const request = toRequest(incoming, await readBody(incoming), signal);
  if (request.path.startsWith(CONTROL_PREFIX)) return sendResponse(outgoing, await options.handle(request));
  const target = { method: request.method, pathAndQuery: request.path + request.url.search, rawBody: request.rawBody };
  const fault = options.faults.take(target);
  const response = await runWithFault({
    action: fault?.action ?? null,
    request,
    handle: options.handle,
    hangUp: () => incoming.socket.destroy(),
    record: status =>
      journalCall(options, request, {
        status,
        arrivedAt: new Date(arrivedMs).toISOString(),
        durationMs: now() - arrivedMs,
        ...(fault ? { fault: fault.action.type } : {}),
        ...(request.isClientGone() ? { clientGone: true } : {}),
      }),
  });
  if (response) sendResponse(outgoing, response);
}

/** Starts a sandbox vendor on real HTTP. Faults strike before or around `handle`; paths below `/__sandbox` are never faulted or journaled. */
export async function startServer(options: ServerOptions): Promise<SandboxServer> {
  const sockets = new Set<Socket>();
  const closing = new AbortController();
  const server = createServer({ keepAliveTimeout: 70_000, requestTimeout: 0 }, (incoming, outgoing) => {
    serve(options, incoming, outgoing, closing.signal).catch(error => {
      if (closing.signal.aborted) return;
      process.stderr.write(`${options.name} sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
      sendResponse(outgoing, { status: 500, body: `sandbox fault: ${error instanceof Error ? error.message : String(error)}` });
    });
  });
  server.on("connection", socket => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    close: () =>
      new Promise<void>(resolve => {
        closing.abort();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
