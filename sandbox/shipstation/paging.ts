import type { RequestQuery } from "./request-query";
import { executionTimeout } from "./vendor-error";
import type { World } from "./world";

export const PAGE_SIZE_DEFAULT = 100;
export const PAGE_SIZE_MAX = 500;

interface PageInput<T> {
  world: World;
  query: RequestQuery;
  /** `orders`, `shipments` …: the name of the collection in the answer. */
  collection: string;
  rows: T[];
  show: (row: T) => unknown;
  /** For the switch that makes large pages fail. */
  keyOf?: (row: T) => string | null;
}

function failIfTooLarge<T>({ world, keyOf }: PageInput<T>, pageSize: number, shown: T[]): void {
  const { failPageSizeAbove, failPageOrderKeys } = world.switches;
  if (failPageSizeAbove === null || pageSize <= failPageSizeAbove || !keyOf) return;
  const isHit = failPageOrderKeys.length === 0 ? shown.length > 0 : shown.some(row => failPageOrderKeys.includes(keyOf(row) ?? ""));
  if (isHit) throw executionTimeout();
}

/** One page: `{<collection>, total, page, pages}`. `page` starts at 1, `pageSize` is at most 500. @throws VendorError by switch */
export function answerPage<T>(input: PageInput<T>): { status: number; body: Record<string, unknown>; shown: T[] } {
  const { world, query, rows, collection, show } = input;
  const page = Math.max(1, query.integer("page") ?? 1);
  const pageSize = Math.min(PAGE_SIZE_MAX, Math.max(1, query.integer("pageSize") ?? PAGE_SIZE_DEFAULT));
  const start = (page - 1) * pageSize;
  const repeated = page > 1 && start < rows.length ? world.switches.rowsOnTwoPages : 0;
  const shown = rows.slice(Math.max(0, start - repeated), start + pageSize);
  failIfTooLarge(input, pageSize, shown);
  const pages = world.switches.pagesField === "zero" ? 0 : Math.ceil(rows.length / pageSize);
  return { status: 200, body: { [collection]: shown.map(show), total: rows.length, page, pages }, shown };
}

/** Sorts by a number, ties by id, in the direction asked. */
export function sortRows<T>(rows: T[], key: (row: T) => number, id: (row: T) => number, isDescending: boolean): T[] {
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => sign * (key(a) - key(b) || id(a) - id(b)));
}
