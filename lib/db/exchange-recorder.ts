import type { ExchangeRecorder, RecordedExchange } from "@/lib/core/http-client";
import type { Logger } from "@/lib/core/logger";
import type { Db } from "./client";
import { acrossWorkspacesSql } from "./tx";

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
    try {
      await insertExchanges(options.db, batch);
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

/** One statement for the whole batch. A call without a workspace belongs to nobody who could read it. */
async function insertExchanges(db: Db, batch: RecordedExchange[]): Promise<void> {
  const rows = batch.filter(({ context }) => context.workspaceId).map(toRow);
  await acrossWorkspacesSql(
    db,
    tx => tx.$executeRaw`
      insert into "Exchange" (id, "workspaceId", "storeId", "warehouseId", "runId", label, method, url, "requestHeaders", "requestBody", status, "responseHeaders", "responseBody",
                              failure, at, "durationMs")
      select r.id, r."workspaceId", r."storeId", r."warehouseId", r."runId", r.label, r.method, r.url, r."requestHeaders", r."requestBody", r.status, r."responseHeaders",
             r."responseBody", r.failure, r.at, r."durationMs"
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "workspaceId" uuid, "storeId" uuid, "warehouseId" uuid, "runId" uuid, label text, method text,
             url text, "requestHeaders" jsonb, "requestBody" text, status int, "responseHeaders" jsonb, "responseBody" text, failure text, at timestamptz, "durationMs" int)
      on conflict (id) do nothing`,
  );
}

function toRow({ context, ...exchange }: RecordedExchange): Record<string, unknown> {
  return {
    ...context,
    ...exchange,
    url: plain(exchange.url),
    requestHeaders: plainValues(exchange.requestHeaders),
    requestBody: exchange.requestBody === null ? null : plain(exchange.requestBody),
    responseHeaders: exchange.responseHeaders && plainValues(exchange.responseHeaders),
    responseBody: exchange.responseBody === null ? null : plain(exchange.responseBody),
  };
}

const plainValues = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [plain(name), plain(value)]));

/** PostgreSQL keeps neither NUL nor half a surrogate pair, and one would make it refuse the whole batch. */
const plain = (text: string): string => text.replaceAll("\u0000", "").toWellFormed();
