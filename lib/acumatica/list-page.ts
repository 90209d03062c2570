import { isOptimizerError, isTooLarge, isUnknownFieldError } from "./classify-response";
import { ENTITY_KINDS, type EntityKind } from "./entity-kinds";
import { type Fields, recordListSchema, text } from "./envelope";
import { allOf, stampRange, textLiteral } from "./odata";
import { readJson, serverTimeOf } from "./read-json";
import type { AcumaticaSession } from "./session";
import type { FetchedPage, PageRequest, TimeRange } from "./slice-by-time";

/** Which records a list asks for. */
export interface ListFilter {
  /** Sales Orders only. */
  orderType?: string;
  /** Shipments only: one Acumatica warehouse. */
  warehouseId?: string;
  /** Status Open only: the first import and the sweep. */
  onlyOpen?: boolean;
}

/** `expand`: lists come with lines and addresses. `plain`: this instance refuses that, so lists give keys and each record is read by key. */
export type ListMode = "expand" | "plain";

export interface Lister {
  /** What one list call should ask for at most, in the mode of the moment. */
  readonly cap: number;
  /** Shared by all lists of one instance and kind in this process. */
  readonly fullest: { rows: number };
  fetch(range: TimeRange, page: PageRequest): Promise<FetchedPage<Fields>>;
}

export interface ListerOptions {
  session: AcumaticaSession;
  kind: EntityKind["kind"];
  filter: ListFilter;
  cap: number;
  /** `keys` never asks for more than key, status and stamp. */
  listMode: ListMode | "keys";
  onListMode?: (mode: "plain") => void;
}

/** Records read one by one between two commits; more would make a run that is killed repeat too much. */
const PLAIN_CAP = 50;

/** One list of one kind, able to fall back: without `$expand` on the optimizer error, without `$select` on an unknown field, keys only when an answer is too large. */
export function createLister(options: ListerOptions): Lister {
  const { session, filter, cap } = options;
  const kind = ENTITY_KINDS[options.kind];
  const shape = { mode: options.listMode, select: true };

  const ask = async (
    range: TimeRange,
    page: { top: number; skip: number },
    mode: ListerOptions["listMode"],
  ): Promise<FetchedPage<Fields>> => {
    const context = { label: `acumatica.${kind.kind.toLowerCase()}.list`, isWrite: false };
    const response = await session.request({
      method: "GET",
      path: kind.kind,
      query: queryOf({ kind, filter, range, page, mode, select: shape.select }),
      label: context.label,
      priority: "import",
      subject: kind.subject,
    });
    return { rows: readJson(response, recordListSchema, context), serverTime: serverTimeOf(response) ?? session.clock.now() };
  };

  return {
    fullest: fullestOf(session.baseUrl, kind.kind),
    get cap() {
      return shape.mode === "plain" ? Math.min(cap, PLAIN_CAP) : cap;
    },
    async fetch(range, page) {
      try {
        return await ask(range, page, page.keysOnly ? "keys" : shape.mode);
      } catch (error) {
        if (shape.mode === "expand" && isOptimizerError(error)) {
          shape.mode = "plain";
          options.onListMode?.("plain");
        } else if (shape.mode === "expand" && isTooLarge(error)) {
          return ask(range, page, "plain");
        } else if (shape.select && isUnknownFieldError(error)) {
          shape.select = false;
        } else {
          throw error;
        }
        return this.fetch(range, page);
      }
    },
  };
}

const fullest = new Map<string, { rows: number }>();

function fullestOf(baseUrl: string, kind: string): { rows: number } {
  const key = `${baseUrl} ${kind}`;
  const known = fullest.get(key) ?? { rows: 0 };
  fullest.set(key, known);
  return known;
}

interface QueryParts {
  kind: EntityKind;
  filter: ListFilter;
  range: TimeRange;
  page: PageRequest;
  mode: ListerOptions["listMode"];
  select: boolean;
}

function queryOf({ kind, filter, range, page, mode, select }: QueryParts): Record<string, string | undefined> {
  const toDate = (ms: number | null) => (ms === null ? null : new Date(ms));
  const terms = [
    ...(filter.orderType && kind.kind === "SalesOrder" ? [`OrderType eq ${textLiteral(filter.orderType)}`] : []),
    ...(filter.warehouseId && kind.kind === "Shipment" ? [`WarehouseID eq ${textLiteral(filter.warehouseId)}`] : []),
    ...(filter.onlyOpen ? ["Status eq 'Open'"] : []),
    ...stampRange(kind.stampField, { from: toDate(range.fromMs), until: toDate(range.untilMs) }),
  ];
  const keys = [...kind.keyFields, "Status", kind.stampField, ...(kind.kind === "Shipment" ? ["WarehouseID"] : [])];
  const expand = mode === "expand";
  return {
    $filter: allOf(terms),
    $select: select ? (expand ? kind.select : keys).join(",") : undefined,
    $expand: expand ? kind.expand.join(",") : undefined,
    $top: String(page.top),
    $skip: page.skip > 0 ? String(page.skip) : undefined,
  };
}

/**
 * Repeats the filter on a row, as some instances ignore one they don't understand. A field that is not in the answer can't contradict it.
 * Rows are counted before this test: a full answer of unwanted rows is still a full answer.
 */
export function isWanted(kind: EntityKind, filter: ListFilter, row: Fields): boolean {
  const agrees = (field: string, wanted: string | undefined) => {
    const value = text(row, field);
    return !wanted || value === undefined || value.toLowerCase() === wanted.toLowerCase();
  };
  if (filter.onlyOpen && !agrees("Status", "Open")) return false;
  return kind.kind === "SalesOrder" ? agrees("OrderType", filter.orderType) : agrees("WarehouseID", filter.warehouseId);
}
