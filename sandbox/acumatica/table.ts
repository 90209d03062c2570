import { type ContractEntity, modifiedFields } from "./contract";
import type { Row } from "./rows";

/** All records of one entity in one tenant, findable by id, by key, and by when they changed. */
export interface Table {
  entity: ContractEntity;
  size(): number;
  byId(id: string): Row | null;
  byKey(key: string): Row | null;
  keyOf(row: Row): string;
  modifiedMs(row: Row): number;
  all(): Iterable<Row>;
  /** Records changed within [fromMs, toMs], both included. */
  changedBetween(fromMs: number, toMs: number): Row[];
  /** Adds or replaces; sets "last changed" when `modifiedMs` is given. */
  save(row: Row, modifiedMs?: number): void;
  remove(row: Row): void;
  clear(): void;
}

/** First position whose stamp is not below `ms` (or, with `isAfter`, is above it). */
function position(rows: Row[], field: string, { ms, isAfter }: { ms: number; isAfter: boolean }): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const stamp = Number(rows[middle]?.[field] ?? 0);
    if (stamp < ms || (isAfter && stamp === ms)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A table whose change index is sorted lazily: a hundred thousand seeded rows cost one sort. */
export function createTable(entity: ContractEntity): Table {
  const stamps = modifiedFields(entity);
  const stampField = stamps[0] ?? "_modified";
  const ids = new Map<string, Row>();
  const keys = new Map<string, Row>();
  let sorted: Row[] = [];
  let isSorted = true;

  const modifiedMs = (row: Row) => Number(row[stampField] ?? 0);
  const keyOf = (row: Row) => entity.keys.map(name => String(row[name] ?? "")).join("/");
  const sortNow = () => {
    if (!isSorted) sorted.sort((a, b) => modifiedMs(a) - modifiedMs(b));
    isSorted = true;
  };
  const dropFromIndex = (row: Row) => {
    sortNow();
    const start = position(sorted, stampField, { ms: modifiedMs(row), isAfter: false });
    const at = sorted.indexOf(row, start);
    if (at >= 0) sorted.splice(at, 1);
  };
  const addToIndex = (row: Row) => {
    const last = sorted.at(-1);
    if (last && modifiedMs(last) > modifiedMs(row)) isSorted = false;
    sorted.push(row);
  };

  return {
    entity,
    size: () => ids.size,
    byId: id => ids.get(id.toLowerCase()) ?? null,
    byKey: key => keys.get(key) ?? null,
    keyOf,
    modifiedMs,
    all: () => ids.values(),
    changedBetween(fromMs, toMs) {
      sortNow();
      const start = position(sorted, stampField, { ms: fromMs, isAfter: false });
      return sorted.slice(start, position(sorted, stampField, { ms: toMs, isAfter: true }));
    },
    save(row, atMs) {
      const before = ids.get(row.id);
      if (before) dropFromIndex(before);
      if (before && keyOf(before) !== keyOf(row)) keys.delete(keyOf(before));
      if (atMs !== undefined) for (const name of stamps.length > 0 ? stamps : [stampField]) row[name] = atMs;
      ids.set(row.id, row);
      keys.set(keyOf(row), row);
      addToIndex(row);
    },
    remove(row) {
      const stored = ids.get(row.id);
      if (!stored) return;
      dropFromIndex(stored);
      ids.delete(row.id);
      keys.delete(keyOf(stored));
    },
    clear() {
      ids.clear();
      keys.clear();
      sorted = [];
      isSorted = true;
    },
  };
}
