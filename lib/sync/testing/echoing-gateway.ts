import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface EchoingGateway {
  url: string;
  port: number;
  /** Null: everything is passed on. A status: calls that `echoes` picks are answered with it, everything they carried repeated in every field we read. */
  status: number | null;
  echoes: (call: { method: string; path: string }) => boolean;
  close(): Promise<void>;
}

/** Stands in front of a vendor's server and, when told to, is the worst vendor there is: one that quotes our own secrets back at us. */
export async function startEchoingGateway(target: string): Promise<EchoingGateway> {
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const gateway: EchoingGateway = {
    url: `http://127.0.0.1:${port}`,
    port,
    status: null,
    echoes: () => true,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const path = request.url ?? "/";
    const method = request.method ?? "GET";
    if (gateway.status !== null && gateway.echoes({ method, path }))
      return echo(response, { status: gateway.status, said: quote(request, body) });
    const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers as Record<string, string>;
    const passed = await fetch(`${target}${path}`, { method, headers, redirect: "manual", ...(body ? { body } : {}) });
    const {
      "content-encoding": _encoding,
      "content-length": _size,
      "transfer-encoding": _chunked,
      ...back
    } = Object.fromEntries(passed.headers);
    response.writeHead(passed.status, back);
    response.end(Buffer.from(await passed.arrayBuffer()));
  }
  return gateway;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** The request in every spelling a careless server might use: raw, decoded, and the two halves of a Basic header. */
function quote({ headers }: IncomingMessage, body: string): string {
  const authorization = headers.authorization ?? "";
  const basic = authorization.startsWith("Basic ") ? Buffer.from(authorization.slice(6), "base64").toString() : "";
  const token = authorization.replace(/^\w+ /, "");
  return [
    basic,
    basic.split(":").reverse().join(" "),
    token,
    authorization,
    decodeURIComponent(body.replaceAll("+", " ").slice(0, 2_000)).slice(0, 2_000),
  ]
    .filter(Boolean)
    .join(" | ");
}

function echo(response: ServerResponse, { status, said }: { status: number; said: string }): void {
  const fields = {
    message: said,
    Message: said,
    ExceptionMessage: said,
    exceptionMessage: said,
    exceptionType: "PX.Data.PXException",
    error: status === 400 ? "invalid_grant" : said,
    error_description: said,
    OrderNbr: { value: "x", error: said },
    results: [],
  };
  const location = `/Frames/Error.aspx?message=${encodeURIComponent(said)}`;
  response.writeHead(status, { "content-type": "application/json", ...(status === 302 ? { location } : {}) });
  response.end(JSON.stringify(fields));
}
