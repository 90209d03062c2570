import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { Dispatcher } from "undici";
import { HttpError, type HttpRequest } from "./http-types";

export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export interface CallOptions {
  dispatcher: Dispatcher;
  url: URL;
  request: HttpRequest;
  headers: Record<string, string>;
  timeoutMs: number;
  maxBytes: number;
  exchangeId: string;
}

interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** One request and its whole answer. @throws HttpError alone; `outcomeUnknown` is false only when not one byte of the request can have left. */
export async function callOnce(options: CallOptions): Promise<Answer> {
  const raw = await dispatch(options);
  return { status: raw.status, headers: raw.headers, text: new TextDecoder().decode(await decompress(raw, options)) };
}

function dispatch(options: CallOptions): Promise<RawAnswer> {
  const { dispatcher, url, request } = options;
  return new Promise((resolve, reject) => {
    const collector = new Collector(options, resolve, reject);
    try {
      dispatcher.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: request.method,
          headers: options.headers,
          body: request.body ?? null,
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        collector,
      );
    } catch (error) {
      collector.onResponseError(null, error);
    }
  });
}

/** Gathers one answer under the caps of time and size, and remembers whether the request had started to leave. */
class Collector implements Dispatcher.DispatchHandler {
  private hasLeft = false;
  private failed: HttpError | null = null;
  private controller: Dispatcher.DispatchController | null = null;
  private readonly chunks: Buffer[] = [];
  private bytes = 0;
  private status = 0;
  private headers: Record<string, string> = {};
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly options: CallOptions,
    private readonly resolve: (answer: RawAnswer) => void,
    private readonly reject: (error: HttpError) => void,
  ) {
    this.timer = setTimeout(() => this.fail("timeout", `No answer within ${options.timeoutMs} ms.`), options.timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.failed) controller.abort(this.failed);
    else this.hasLeft = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: NodeJS.Dict<string | string[]>): void {
    if (status < 200) return;
    this.status = status;
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
    }
    if (Number(this.headers["content-length"] ?? 0) > this.options.maxBytes) this.failTooLarge();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.options.maxBytes) this.failTooLarge();
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    clearTimeout(this.timer);
    if (!this.failed) this.resolve({ status: this.status, headers: this.headers, body: Buffer.concat(this.chunks) });
  }

  onResponseError(_controller: unknown, error: unknown): void {
    if (this.hasLeft) this.fail("reset", "The connection ended before the whole answer was here.", error);
    else if (error instanceof HttpError) this.fail(error.failure, error.message, error.cause);
    else this.fail("unreachable", "No connection to this address could be made.", error);
  }

  private failTooLarge(): void {
    this.fail("too_large", `The answer is larger than ${Math.round(this.options.maxBytes / 1024 / 1024)} MB.`);
  }

  private fail(failure: HttpError["failure"], message: string, cause?: unknown): void {
    if (this.failed) return;
    clearTimeout(this.timer);
    this.failed = new HttpError({ failure, message, outcomeUnknown: this.hasLeft, exchangeId: this.options.exchangeId, cause });
    this.controller?.abort(this.failed);
    this.reject(this.failed);
  }
}

const DECODERS = {
  gzip: promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip),
  "x-gzip": promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip),
  deflate: promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate),
  br: promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress),
};

async function decompress({ headers, body }: RawAnswer, { maxBytes, exchangeId }: CallOptions): Promise<Buffer> {
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (body.length === 0 || encoding === "identity" || encoding === "") return body;
  const decode = DECODERS[encoding as keyof typeof DECODERS];
  const common = { outcomeUnknown: true, exchangeId };
  if (!decode) throw new HttpError({ failure: "reset", message: "The answer came in an encoding we can't read.", ...common });
  try {
    return await decode(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError || (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    if (isTooLarge) throw new HttpError({ failure: "too_large", message: "The answer is too large when unpacked.", cause, ...common });
    throw new HttpError({ failure: "reset", message: "The answer arrived damaged.", cause, ...common });
  }
}
