import { globSync } from "node:fs";
import { resolve } from "node:path";
import type { Operation } from "../operation";

type Handler = (request: Request, context: { params: Promise<Record<string, string> | undefined> }) => Promise<Response>;

export interface Call {
  /** What stands for `{id}` and `{action}` in the address. */
  params?: Record<string, string>;
  query?: [string, string][];
  body?: string;
  headers?: Record<string, string>;
}

const files = new Map(
  globSync("app/api/v1/**/route.ts").map(file => [
    file
      .replace(/^app/, "")
      .replace(/\/route\.ts$/, "")
      .replace(/\[(\w+)\]/g, "{$1}"),
    resolve(file),
  ]),
);

/** Sends a request to an operation's own route handler, as the framework would: guard, parsing and all. */
export async function callOperation(operation: Operation, call: Call = {}): Promise<{ status: number; text: string; headers: Headers }> {
  const file = files.get(operation.path);
  if (!file) throw new Error(`there is no route file for ${operation.path}`);
  const handler = ((await import(file)) as Record<string, Handler>)[operation.method];
  if (!handler) throw new Error(`${operation.path} has no ${operation.method}`);
  const query = new URLSearchParams(call.query ?? []).toString();
  const path = operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(call.params?.[name] ?? ""));
  const headers = { ...(call.body === undefined ? {} : { "content-type": "application/json" }), ...call.headers };
  const request = new Request(`http://localhost:3000${path}${query ? `?${query}` : ""}`, {
    method: operation.method,
    headers,
    ...(call.body === undefined ? {} : { body: call.body }),
  });
  const response = await handler(request, { params: Promise.resolve(call.params) });
  return { status: response.status, text: await response.text(), headers: response.headers };
}
