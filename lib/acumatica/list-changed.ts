import { AppError } from "@/lib/core/errors";
import type { SourceKind, SourceOrder } from "@/lib/orders/source-order";
import { isTooLarge } from "./classify-response";
import { ENTITY_KINDS, type EntityKind, keyValues, stampMs } from "./entity-kinds";
import { type Fields, idOf, rows as rowsOf } from "./envelope";
import { AcumaticaError } from "./errors";
import { getSourceRecord } from "./get-source-order";
import { createLister, isWanted, type ListFilter, type ListMode } from "./list-page";
import type { AcumaticaSession } from "./session";
import { type RawSlice, sliceByTime } from "./slice-by-time";

export interface ListChangedOptions {
  session: AcumaticaSession;
  kind: SourceKind;
  filter?: ListFilter;
  /** Null: everything, from the beginning. Inclusive. */
  since: Date | null;
  /** Most records of one slice. Default 250: an answer of about a megabyte, which with all that is made of it costs the worker some 20 MB. */
  cap?: number;
  listMode?: ListMode;
  /** Called once when this instance turns out to refuse lists with lines: remember it for the store. */
  onListMode?: (mode: "plain") => void;
}

/** A record that could not be read as an order. The others of its slice are not held up. */
export interface ListFailure {
  /** As in `SourceOrder.key`; the record's GUID or `unknown` when it has no key. */
  key: string;
  raw: unknown;
  /** For a person. */
  message: string;
}

/** Everything that changed in `[from, until)`, each record once. */
export interface ChangedSlice {
  /** Ascending by `modifiedAt`. */
  orders: SourceOrder[];
  failures: ListFailure[];
  from: Date | null;
  /** The cursor may move up to here (less the overlap); never later than `serverTime`. */
  until: Date;
  /** Acumatica's own clock at the answer. */
  serverTime: Date;
}

/**
 * Lists what changed since an instant, in slices of ascending time. No record is missed when the list changes while it is read. A quiet poll is one call.
 * Stop by leaving the loop. @throws AcumaticaError, BudgetError; slices given before stand.
 */
export async function* listChanged(options: ListChangedOptions): AsyncGenerator<ChangedSlice, void, void> {
  const { session, filter = {}, since, cap = 250, listMode = "expand", onListMode } = options;
  const kind = ENTITY_KINDS[options.kind];
  const lister = createLister({ session, kind: kind.kind, filter, cap, listMode, ...(onListMode === undefined ? {} : { onListMode }) });
  const source = {
    get cap() {
      return lister.cap;
    },
    fetch: lister.fetch.bind(lister),
    fullest: lister.fullest,
    stampMs: (row: Fields) => stampMs(kind, row),
    key: (row: Fields) => keyValues(kind, row)?.join("/") ?? null,
  };
  for await (const slice of sliceByTime(source, { fromMs: since?.getTime() ?? null, untilMs: null })) {
    yield await toChangedSlice({ session, kind, filter }, slice);
  }
}

interface SliceContext {
  session: AcumaticaSession;
  kind: EntityKind;
  filter: ListFilter;
}

async function toChangedSlice(context: SliceContext, slice: RawSlice<Fields>): Promise<ChangedSlice> {
  const orders: SourceOrder[] = [];
  const failures: ListFailure[] = [];
  for (const row of slice.rows) {
    if (!isWanted(context.kind, context.filter, row)) continue;
    const read = await readRow(context, row);
    if (read.kind === "order") orders.push(read.order);
    if (read.kind === "failure") failures.push(read.failure);
  }
  orders.sort((a, b) => a.modifiedAt.localeCompare(b.modifiedAt));
  const untilMs = Math.min(slice.range.untilMs ?? Number.POSITIVE_INFINITY, slice.serverTime.getTime());
  const { fromMs } = slice.range;
  return { orders, failures, from: fromMs === null ? null : new Date(fromMs), until: new Date(untilMs), serverTime: slice.serverTime };
}

type ReadRow = { kind: "order"; order: SourceOrder } | { kind: "failure"; failure: ListFailure } | { kind: "gone" };

/** A row without its lines (a plain list, or an instance that left them out) is read by key. */
async function readRow({ session, kind }: SliceContext, row: Fields): Promise<ReadRow> {
  const key = keyValues(kind, row)?.join("/");
  const failure = (raw: unknown, error: unknown): ReadRow => {
    const message = error instanceof AppError ? error.userMessage : "This record can't be read as an order.";
    return { kind: "failure", failure: { key: key ?? idOf(row) ?? "unknown", raw, message } };
  };
  let record = row;
  if (key !== undefined && rowsOf(row, "Details") === undefined) {
    try {
      record = await getSourceRecord({ session, kind: kind.kind, key, priority: "import" });
    } catch (error) {
      if (error instanceof AcumaticaError && error.code === "not_found") return { kind: "gone" };
      if (!isAboutThisRecord(error)) throw error;
      return failure(row, error);
    }
  }
  try {
    return { kind: "order", order: kind.normalise(record) };
  } catch (error) {
    return failure(record, error);
  }
}

/** A call that fails for this one record only. Failures that another call would meet as well end the slice, so that the cursor stays. */
function isAboutThisRecord(error: unknown): boolean {
  return isTooLarge(error) || (error instanceof AcumaticaError && error.status === 500 && error.exceptionType !== undefined);
}
