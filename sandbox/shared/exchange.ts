import type { IncomingHttpHeaders } from "node:http";

export interface SandboxRequest {
  method: string;
  url: URL;
  path: string;
  headers: IncomingHttpHeaders;
  rawBody: Buffer;
  remoteAddress: string;
  /** The parsed body. @throws SyntaxError when it is not JSON. */
  json(): unknown;
  /** What the handler learned about the caller (client id, user …) and the call's name; goes to the journal. */
  notes: { name?: string; [key: string]: unknown };
  /** Aborted when the server closes: waiting handlers stop. */
  signal: AbortSignal;
  /** True once the client has hung up. */
  isClientGone(): boolean;
}

export interface SandboxResponse {
  status: number;
  headers?: Record<string, string | string[]>;
  /** Objects and arrays become JSON. */
  body?: string | Buffer | object;
}

export type SandboxHandler = (request: SandboxRequest) => SandboxResponse | Promise<SandboxResponse>;
