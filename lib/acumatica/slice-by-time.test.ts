import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FetchedPage, type PageRequest, type RawSlice, type SliceSource, sliceByTime, type TimeRange } from "./slice-by-time";

interface Row {
  key: string;
  ms: number;
  version: number;
}

/** A list that answers in any order it likes. */
function listOf(
  table: Map<string, Row>,
  options: { cap: number; order: (rows: Row[]) => Row[]; before?: () => void; pageCap?: number; nowMs?: () => number },
) {
  let calls = 0;
  const source: SliceSource<Row> = {
    cap: options.cap,
    fullest: { rows: 0 },
    stampMs: row => row.ms,
    key: row => row.key,
    async fetch(range: TimeRange, page: PageRequest): Promise<FetchedPage<Row>> {
      calls += 1;
      options.before?.();
      const inside = [...table.values()].filter(
        row => (range.fromMs === null || row.ms >= range.fromMs) && (range.untilMs === null || row.ms < range.untilMs),
      );
      const rows = options
        .order(inside)
        .slice(page.skip, page.skip + Math.min(page.top, options.pageCap ?? page.top))
        .map(row => ({ ...row }));
      return { rows, serverTime: new Date(options.nowMs?.() ?? 1_000_000) };
    },
  };
  return { source, calls: () => calls };
}

const seeded = (seed: number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
};
const shuffle = (random: () => number) => (rows: Row[]) =>
  rows
    .map(row => ({ row, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(one => one.row);
const tableOf = (stamps: number[]) => new Map(stamps.map((ms, index) => [`SO${index}`, { key: `SO${index}`, ms, version: 0 }]));

const byKey = (a: Row, b: Row) => a.key.localeCompare(b.key);

async function readAll(source: SliceSource<Row>, fromMs: number | null = null) {
  const slices: RawSlice<Row>[] = [];
  for await (const slice of sliceByTime(source, { fromMs, untilMs: null })) slices.push(slice);
  return slices;
}

describe("sliceByTime", () => {
  it("gives every row once, in slices of at most the cap (or one instant), in ascending neighbouring ranges, whatever the order of rows and the instance's own page cap", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 100_000 })), { maxLength: 120 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom("shuffled", "ascending", "descending"),
        fc.option(fc.integer({ min: 2, max: 10 }), { nil: undefined }),
        async (stamps, cap, seed, how, pageCap) => {
          const random = seeded(seed);
          const order = {
            shuffled: shuffle(random),
            ascending: (rows: Row[]) => rows.sort((a, b) => a.ms - b.ms),
            descending: (rows: Row[]) => rows.sort((a, b) => b.ms - a.ms),
          }[how];
          const { source } = listOf(tableOf(stamps), { cap, order, ...(pageCap === undefined ? {} : { pageCap }) });
          const slices = await readAll(source);
          expect(slices.flatMap(slice => slice.rows.map(row => row.key)).sort()).toEqual(stamps.map((_ms, index) => `SO${index}`).sort());
          for (const { range, rows } of slices) {
            expect(rows.length <= cap || new Set(rows.map(row => row.ms)).size === 1).toBe(true);
            expect(
              rows.every(row => (range.fromMs === null || row.ms >= range.fromMs) && (range.untilMs === null || row.ms < range.untilMs)),
            ).toBe(true);
          }
          slices.forEach((slice, index) => {
            expect(slice.range.fromMs).toBe(index === 0 ? null : slices[index - 1]?.range.untilMs);
          });
          expect(slices.at(-1)?.range.untilMs).toBeNull();
        },
      ),
      { numRuns: 300 },
    );
  });

  it("shows the last version of every row of a list that changes between any two calls, pages of one instant included, by the end of the next poll", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 40 }),
        async (stamps, cap, seed, changes) => {
          const random = seeded(seed);
          const table = tableOf(stamps);
          let left = changes;
          let nowMs = 1_000;
          // Stamps of one moment may be many; a moment that has been read gains no more rows (rows committed late are found by the importer's overlap).
          const before = () => {
            nowMs += 1;
            for (let burst = Math.floor(random() * 4); burst > 0 && left > 0; burst -= 1) {
              left -= 1;
              const key = random() < 0.3 ? `NEW${left}` : `SO${Math.floor(random() * stamps.length)}`;
              table.set(key, { key, ms: nowMs, version: (table.get(key)?.version ?? 0) + 1 });
            }
          };
          const { source } = listOf(table, { cap, order: shuffle(random), before, nowMs: () => nowMs });
          const seen = new Map<string, Row>();
          const first = await readAll(source);
          left = 0;
          const next = await readAll(source, first.at(-1)?.serverTime.getTime());
          for (const slice of [...first, ...next]) for (const row of slice.rows) seen.set(row.key, row);
          expect([...seen.values()].sort(byKey)).toEqual([...table.values()].sort(byKey));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("makes one call when nothing has changed, and when little has changed on an instance that gave more at once before", async () => {
    const empty = listOf(new Map(), { cap: 500, order: rows => rows });
    expect(await readAll(empty.source)).toHaveLength(1);
    expect(empty.calls()).toBe(1);
    const few = listOf(tableOf([1, 2, 3]), { cap: 500, order: rows => rows });
    few.source.fullest.rows = 4;
    expect(await readAll(few.source)).toHaveLength(1);
    expect(few.calls()).toBe(1);
  });

  it("reads ten thousand rows with at most two calls for each full slice, in the worst order", async () => {
    const random = seeded(7);
    const stamps = Array.from({ length: 10_000 }, () => Math.floor(random() * 10_000_000));
    const { source, calls } = listOf(tableOf(stamps), { cap: 500, order: shuffle(random) });
    await readAll(source);
    expect(calls()).toBeLessThanOrEqual(40);
  });

  it("keeps the newest version when a row comes twice in one answer", async () => {
    const rows = [
      { key: "A", ms: 5, version: 1 },
      { key: "A", ms: 9, version: 2 },
      { key: "B", ms: 7, version: 1 },
    ];
    const source: SliceSource<Row> = {
      fullest: { rows: 99 },
      cap: 10,
      key: row => row.key,
      stampMs: row => row.ms,
      fetch: async () => ({ rows, serverTime: new Date(0) }),
    };
    expect((await readAll(source))[0]?.rows).toEqual([rows[2], rows[1]]);
  });

  it("says so, instead of looping, when an instance ignores the time range", async () => {
    const rows = Array.from({ length: 11 }, (_one, index) => ({ key: `${index}`, ms: 5, version: 0 }));
    const source: SliceSource<Row> = {
      fullest: { rows: 99 },
      cap: 10,
      key: row => row.key,
      stampMs: () => 5,
      fetch: async () => ({ rows, serverTime: new Date(0) }),
    };
    await expect(readAll(source)).rejects.toMatchObject({ code: "unexpected" });
  });
});
