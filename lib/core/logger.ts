import pino from "pino";
import { AppError } from "./errors";
import { createMask } from "./redact-text";

/** Logged by permission: a field that is not in this list is dropped, whatever it holds. */
const FIELDS = [
  "attempt",
  "channel",
  "channelId",
  "code",
  "connectionId",
  "count",
  "durationMs",
  "exchangeId",
  "failure",
  "jobId",
  "label",
  "merchantId",
  "method",
  "nextAt",
  "orderId",
  "owner",
  "port",
  "problemId",
  "requestId",
  "route",
  "runId",
  "shipmentId",
  "signal",
  "status",
  "storeId",
  "userId",
  "version",
  "warehouseId",
  "workspaceId",
  "writeBackId",
] as const;

export type LogFields = Partial<Record<(typeof FIELDS)[number], string | number | boolean | null | undefined>> & { error?: unknown };

/** A line is a fixed sentence plus named fields; never a vendor's text, never a body. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same logger with these fields on every line. */
  child(fields: LogFields): Logger;
}

const STACK_CHARS_MAX = 4_000;
const mask = createMask([]);
const allowed: ReadonlySet<string> = new Set(FIELDS);

/** JSON lines. `destination` is for tests; default: standard output. */
export function createLogger(options: { level?: string; destination?: { write(line: string): void } } = {}): Logger {
  const settings = { level: options.level ?? "info", base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return wrap(options.destination ? pino(settings, options.destination) : pino(settings));
}

/** Drops everything. */
export const silentLogger: Logger = wrap(pino({ level: "silent" }));

function wrap(base: pino.Logger): Logger {
  const at = (level: "debug" | "info" | "warn" | "error") => (message: string, fields?: LogFields) =>
    base[level](permitted(fields), message);
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: fields => wrap(base.child(permitted(fields))),
  };
}

function permitted(fields: LogFields = {}): Record<string, unknown> {
  const kept = Object.entries(fields).filter(
    ([name, value]) => allowed.has(name) && ["string", "number", "boolean"].includes(typeof value),
  );
  const masked = kept.map(([name, value]) => [name, typeof value === "string" ? mask(value) : value]);
  return { ...Object.fromEntries(masked), ...(fields.error === undefined ? {} : { error: errorFacts(fields.error) }) };
}

/** Name, code and stack; a cause only by name and code, because its text is a library's and may quote data. */
function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = error instanceof AppError ? error.code : (error as NodeJS.ErrnoException).code;
  const stack = mask(error.stack ?? error.message).slice(0, STACK_CHARS_MAX);
  return {
    name: error.name,
    ...(code ? { code } : {}),
    stack,
    ...(error.cause instanceof Error ? { cause: describeCause(error.cause) } : {}),
  };
}

function describeCause(cause: Error): Record<string, unknown> {
  const { code } = cause as NodeJS.ErrnoException;
  return { name: cause.name, ...(code ? { code } : {}) };
}
