import type { ExchangeRecorder, RecordedExchange } from "@/lib/core/http-client";
import type { Logger } from "@/lib/core/logger";
import type { Db } from "./client";
import type { Prisma } from "./generated/client";
import { acrossWorkspaces } from "./tx";

export interface BufferedRecorder extends ExchangeRecorder {
  /** Writes what has gathered; resolves when it is stored. Never throws: a lost record must not fail a run. */
  flush(): Promise<void>;
}

const FLUSH_AT = 100;
const FLUSH_AFTER_MS = 1_000;
/** While the database is away records are dropped beyond this, oldest first: they are a courtesy, memory is not. */
const BUFFER_MAX = 2_000;

/** Gathers the records of outside calls and writes them in bulk: one insert per hundred calls or per second, whichever comes first. */
export function createExchangeRecorder(options: { db: Db; logger: Logger }): BufferedRecorder {
  let buffer: RecordedExchange[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    const batch = buffer;
    buffer = [];
    if (batch.length === 0) return;
    const rows = batch.flatMap(toRow);
    try {
      await acrossWorkspaces(options.db, tx => tx.exchange.createMany({ data: rows, skipDuplicates: true }));
    } catch (error) {
      options.logger.warn("exchange records lost", { count: batch.length, error });
    }
  };
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    writing = writing.then(write);
    return writing;
  };
  return {
    record(exchange) {
      buffer.push(exchange);
      if (buffer.length > BUFFER_MAX) buffer.shift();
      if (buffer.length >= FLUSH_AT) void flush();
      else timer ??= setTimeout(flush, FLUSH_AFTER_MS).unref();
    },
    flush,
  };
}

/** A call without a workspace belongs to nobody who could read it. */
function toRow({ context, ...exchange }: RecordedExchange): Prisma.ExchangeCreateManyInput[] {
  if (!context.workspaceId) return [];
  return [
    {
      id: exchange.id,
      workspaceId: context.workspaceId,
      storeId: context.storeId ?? null,
      warehouseId: context.warehouseId ?? null,
      runId: context.runId ?? null,
      label: exchange.label,
      method: exchange.method,
      url: plain(exchange.url),
      requestHeaders: exchange.requestHeaders,
      requestBody: exchange.requestBody === null ? null : plain(exchange.requestBody),
      status: exchange.status,
      ...(exchange.responseHeaders ? { responseHeaders: exchange.responseHeaders } : {}),
      responseBody: exchange.responseBody === null ? null : plain(exchange.responseBody),
      failure: exchange.failure,
      at: exchange.at,
      durationMs: exchange.durationMs,
    },
  ];
}

/** PostgreSQL keeps no NUL in text, and one would make it refuse the whole batch. */
const plain = (text: string): string => text.replaceAll("\u0000", "");
