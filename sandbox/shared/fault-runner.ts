import { gzipSync } from "node:zlib";
import { pause } from "./clock";
import type { SandboxHandler, SandboxRequest, SandboxResponse } from "./exchange";
import type { FaultAction } from "./faults";

interface FaultRun {
  action: FaultAction | null;
  request: SandboxRequest;
  handle: SandboxHandler;
  /** Destroys the client's socket. */
  hangUp: () => void;
  /** Journals the call; `null` = no answer was sent. */
  record: (status: number | null) => void;
}

const HTML_PAGE =
  '<!DOCTYPE html><html><head><title>Service Unavailable</title></head><body><form action="/Main"><h1>The site is being updated</h1></form></body></html>';

function bodyText(response: SandboxResponse): string {
  const { body } = response;
  if (body === undefined) return '{"value":[]}';
  if (Buffer.isBuffer(body)) return body.toString("utf8");
  return typeof body === "string" ? body : JSON.stringify(body);
}

function cutJson(response: SandboxResponse): SandboxResponse {
  const text = bodyText(response);
  return {
    ...response,
    status: 200,
    headers: { ...response.headers, "content-type": "application/json" },
    body: text.slice(0, -Math.ceil(text.length / 3)),
  };
}

function breakGzip(response: SandboxResponse): SandboxResponse {
  const packed = gzipSync(bodyText(response));
  // The header stays, so a client starts to unpack; the rest is not deflate data.
  packed.fill(0xff, 10);
  return {
    ...response,
    status: 200,
    headers: { ...response.headers, "content-type": "application/json", "content-encoding": "gzip" },
    body: packed,
  };
}

function wrongCharset(response: SandboxResponse): SandboxResponse {
  const headers = { ...response.headers, "content-type": "application/json; charset=utf-8" };
  return { ...response, status: 200, headers, body: Buffer.from(bodyText(response), "utf16le") };
}

/** Acumatica's error page: a 302 that must never be followed, with the reason in its query. */
export function errorPageRedirect(path: string, message: string): SandboxResponse {
  const base = /^(.*?)\/(?:entity|identity|Frames)(?:\/|$)/.exec(path)?.[1] ?? "";
  const query = new URLSearchParams({ exceptionID: "sandbox", typeID: "error", message });
  return {
    status: 302,
    headers: { location: `${base}/Frames/Error.aspx?${query}`, "content-type": "text/html; charset=utf-8" },
    body: "<html><body>Object moved</body></html>",
  };
}

/** Answers that replace the vendor's own, with no effect behind them. */
function insteadOf(action: FaultAction, request: SandboxRequest): SandboxResponse | null {
  if (action.type === "status" && !action.afterEffect) return statusAnswer(action);
  if (action.type === "html")
    return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: action.body ?? HTML_PAGE };
  if (action.type === "redirect_error") return errorPageRedirect(request.path, action.message);
  return null;
}

function statusAnswer(action: Extract<FaultAction, { type: "status" }>): SandboxResponse {
  const { body } = action;
  const usable = typeof body === "string" || (typeof body === "object" && body !== null) ? body : undefined;
  return { status: action.status, headers: action.headers ?? {}, ...(usable === undefined ? {} : { body: usable }) };
}

/** Changes to the vendor's own answer, its effect being done. */
function afterwards(action: FaultAction, response: SandboxResponse): SandboxResponse {
  if (action.type === "status") return statusAnswer(action);
  if (action.type === "cut_json") return cutJson(response);
  if (action.type === "broken_gzip") return breakGzip(response);
  if (action.type === "wrong_charset") return wrongCharset(response);
  return response;
}

/** Runs one request under a fault. Resolves null when nothing is to be sent. */
export async function runWithFault({ action, request, handle, hangUp, record }: FaultRun): Promise<SandboxResponse | null> {
  if (!action) {
    const response = await handle(request);
    record(response.status);
    return response;
  }
  if (action.type === "hang" || action.type === "drop") {
    record(null);
    if (action.type === "drop") hangUp();
    return null;
  }
  const replacement = insteadOf(action, request);
  if (replacement) {
    record(replacement.status);
    return replacement;
  }
  return runAround({ action, request, handle, hangUp, record });
}

async function runAround({ action, request, handle, hangUp, record }: FaultRun & { action: FaultAction }): Promise<SandboxResponse | null> {
  if (action.type === "slow" || action.type === "late_effect") {
    const hasWaited = await pause(action.ms, request.signal);
    if (!hasWaited || (action.type === "slow" && request.isClientGone())) {
      record(null);
      return null;
    }
  }
  const handled = afterwards(action, await handle(request));
  if (action.type === "drop_after") {
    record(null);
    hangUp();
    return null;
  }
  if (action.type === "late") {
    // Journaled now: the effect is real although nobody has been told yet.
    record(handled.status);
    return (await pause(action.ms, request.signal)) ? handled : null;
  }
  record(handled.status);
  return handled;
}
