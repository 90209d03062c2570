import { AcumaticaError } from "./errors";

/** Half-open, in ms since 1970; null is an open end. */
export interface TimeRange {
  fromMs: number | null;
  untilMs: number | null;
}

/** `top` and `skip` as OData has them. `keysOnly`: key and stamp are enough. */
export interface PageRequest {
  top: number;
  skip: number;
  keysOnly?: boolean;
}

export interface FetchedPage<Row> {
  rows: Row[];
  /** The server's clock at the answer. */
  serverTime: Date;
}

export interface SliceSource<Row> {
  /** Most rows a slice may hold; a slice with more is split. */
  cap: number;
  /** One list call; the order of rows is not relied on. */
  fetch(range: TimeRange, page: PageRequest): Promise<FetchedPage<Row>>;
  /** Null when the row shows no stamp. */
  stampMs(row: Row): number | null;
  /** Null when the row shows no key: such a row is handed on, never merged. */
  key(row: Row): string | null;
  /** The fullest answer this instance has given so far. Kept between runs, it saves calls; see `isCutShort`. */
  fullest: { rows: number };
}

export interface RawSlice<Row> {
  range: TimeRange;
  /** Each key once, its newest version; ascending by stamp, then key. */
  rows: Row[];
  serverTime: Date;
}

/**
 * Walks a list that may change while it is read, in ascending time. A call asks for one row more than the cap: a fuller answer means that the slice
 * must be split at stamps seen in it, because neither order nor `$skip` can be trusted on a moving list. A row that changes meanwhile moves to a
 * later stamp, and the last slice has no upper end, so it is met again there. (Rows committed into a slice after it was read, with an older stamp, are
 * for the caller's overlap.) Only inside one millisecond, where splitting ends, are pages used.
 */
export async function* sliceByTime<Row>(source: SliceSource<Row>, start: TimeRange): AsyncGenerator<RawSlice<Row>, void, void> {
  const pending: TimeRange[] = [start];
  for (let range = pending.pop(); range !== undefined; range = pending.pop()) {
    const page = await source.fetch(range, { top: source.cap + 1, skip: 0 });
    const isOverfull = page.rows.length > source.cap;
    if (!isOverfull && !(await isCutShort(source, range, page.rows.length))) {
      yield finish(source, range, page);
    } else if (isOneInstant(range)) {
      yield finish(source, range, await readWholeInstant(source, range));
    } else {
      const parts = isOverfull ? await splitByKeys(source, range) : [];
      pending.push(...(parts.length > 1 ? parts : split(source, range, page.rows)).reverse());
    }
  }
}

/**
 * True when the instance gave fewer rows than there are: page caps that come with a licence have been reported, and nothing in the answer tells. An
 * answer smaller than another one of the same instance was not cut; for any other, one row is asked for after it.
 */
async function isCutShort<Row>(source: SliceSource<Row>, range: TimeRange, count: number): Promise<boolean> {
  const isTrusted = count < source.fullest.rows;
  source.fullest.rows = Math.max(source.fullest.rows, count);
  if (count === 0 || isTrusted) return false;
  const next = await source.fetch(range, { top: 1, skip: count, keysOnly: true });
  return next.rows.length > 0;
}

/** Keys asked for before an overfull range is split: about a megabyte, and enough to plan some twenty slices at once. */
const SPLIT_KEYS_TOP = 5_000;

/**
 * Plans the slices of an overfull range from the stamps of its keys, which come by the thousand in one light answer: halving would read every record two or three times
 * over. Only a plan: each slice is still checked when it is read. Fewer than two parts when the keys show no place to cut.
 */
async function splitByKeys<Row>(source: SliceSource<Row>, range: TimeRange): Promise<TimeRange[]> {
  const { rows } = await source.fetch(range, { top: SPLIT_KEYS_TOP, skip: 0, keysOnly: true });
  const stamps = rows
    .flatMap(row => source.stampMs(row) ?? [])
    .filter(ms => isInside(ms, range))
    .sort((a, b) => a - b);
  // More keys than one answer holds may come in any order: quarters of what was seen are about quarters of the whole.
  const partMax = rows.length < SPLIT_KEYS_TOP ? source.cap : Math.ceil(stamps.length / 4);
  return cutAt(planCuts(stamps, partMax), range);
}

/** Stamps at which to cut, so that the parts are even and hold at most `partMax` rows, or one instant. */
function planCuts(sorted: number[], partMax: number): number[] {
  const cuts: number[] = [];
  for (let start = 0; sorted.length - start > partMax; ) {
    const left = sorted.length - start;
    let end = start + Math.ceil(left / Math.ceil(left / partMax));
    while (end > start && sorted[end - 1] === sorted[end]) end -= 1;
    if (end === start) while (sorted[end] === sorted[start]) end += 1;
    const cut = sorted[end];
    if (cut === undefined) break;
    cuts.push(cut);
    start = end;
  }
  return cuts;
}

/** The neighbouring ranges between the cuts, ascending. */
function cutAt(cuts: number[], { fromMs, untilMs }: TimeRange): TimeRange[] {
  return [fromMs, ...cuts].map((from, index) => ({ fromMs: from, untilMs: cuts[index] ?? untilMs }));
}

const isOneInstant = ({ fromMs, untilMs }: TimeRange) => fromMs !== null && untilMs !== null && untilMs - fromMs <= 1;

function finish<Row>(source: SliceSource<Row>, range: TimeRange, page: FetchedPage<Row>): RawSlice<Row> {
  const newest = new Map<string, Row>();
  const keyless: Row[] = [];
  for (const row of page.rows) {
    const key = source.key(row);
    const before = key === null ? undefined : newest.get(key);
    if (key === null) keyless.push(row);
    else if (before === undefined || (source.stampMs(row) ?? 0) >= (source.stampMs(before) ?? 0)) newest.set(key, row);
  }
  const byTime = (a: Row, b: Row) =>
    (source.stampMs(a) ?? 0) - (source.stampMs(b) ?? 0) || (source.key(a) ?? "").localeCompare(source.key(b) ?? "");
  return { range, rows: [...newest.values(), ...keyless].sort(byTime), serverTime: page.serverTime };
}

/** Two or three neighbouring ranges that together are the given one, in ascending order, none of them the same as it. */
function split<Row>(source: SliceSource<Row>, range: TimeRange, sample: Row[]): TimeRange[] {
  const { fromMs, untilMs } = range;
  const stamps = sample.flatMap(row => source.stampMs(row) ?? []).filter(ms => isInside(ms, range));
  const at = splitPoint(stamps, range);
  if (at !== null)
    return [
      { fromMs, untilMs: at },
      { fromMs: at, untilMs },
    ];
  const only = stamps[0];
  if (only === undefined) {
    throw new AcumaticaError({ code: "unexpected", message: "list answers rows outside the asked time range" });
  }
  const parts = [
    { fromMs, untilMs: only },
    { fromMs: only, untilMs: only + 1 },
    { fromMs: only + 1, untilMs },
  ];
  return parts.filter(part => part.fromMs === null || part.untilMs === null || part.untilMs > part.fromMs);
}

const isInside = (ms: number, { fromMs, untilMs }: TimeRange) => (fromMs === null || ms >= fromMs) && (untilMs === null || ms < untilMs);

/**
 * A stamp strictly inside the range with rows of the sample on both sides; null when the sample shows one instant only. Rows that come in ascending
 * order are most likely the first ones, so the cut is made after them; otherwise the middle halves whatever there is.
 */
function splitPoint(stamps: number[], { fromMs }: TimeRange): number | null {
  const sorted = [...stamps].sort((a, b) => a - b);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return null;
  if (first === last) return fromMs === first || fromMs === null ? null : first;
  const isAscending = stamps.every((ms, index) => index === 0 || ms >= (stamps[index - 1] ?? ms));
  const middle = isAscending ? last : (sorted[Math.floor(sorted.length / 2)] ?? last);
  return middle > first ? middle : (sorted.find(ms => ms > first) ?? null);
}

/** Rows of keys alone that one call may bring: a few megabytes. */
const KEYS_TOP = 20_000;

/**
 * Reads one millisecond that holds more rows than the cap. The keys come first, in one answer where the instance allows it, so nothing can shift between
 * pages; then the rows, page by page with `$skip`. A row that a shifting page hid is left as its keys, and the caller reads it by key.
 */
async function readWholeInstant<Row>(source: SliceSource<Row>, range: TimeRange): Promise<FetchedPage<Row>> {
  const keys = await readPages(source, range, { top: KEYS_TOP, keysOnly: true });
  const full = await readPages(source, range, { top: source.cap });
  return { rows: [...keys.rows, ...full.rows], serverTime: keys.serverTime };
}

/** Pages until one is empty: a short one may be short for any reason. */
async function readPages<Row>(source: SliceSource<Row>, range: TimeRange, size: Omit<PageRequest, "skip">): Promise<FetchedPage<Row>> {
  const rows: Row[] = [];
  for (;;) {
    const page = await source.fetch(range, { ...size, skip: rows.length });
    if (page.rows.length === 0) return { rows, serverTime: page.serverTime };
    rows.push(...page.rows);
  }
}
