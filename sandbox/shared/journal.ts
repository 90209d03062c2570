import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** What the fake vendor saw (`call`) and what it changed (`effect`). Checkers compare it with the product's own tables. */
export interface JournalEntry {
  seq: number;
  at: string;
  kind: "call" | "effect";
  name: string;
  [key: string]: unknown;
}

export interface JournalFilter {
  /** Only entries with a higher number. */
  since?: number;
  kind?: string;
  name?: string;
}

export interface Journal {
  call(name: string, data?: Record<string, unknown>): JournalEntry;
  effect(name: string, data?: Record<string, unknown>): JournalEntry;
  entries(filter?: JournalFilter): JournalEntry[];
  count(filter?: JournalFilter): number;
  lastSeq(): number;
  clear(): void;
  close(): void;
}

interface JournalOptions {
  /** ISO time source. */
  iso: () => string;
  /** Mirror: one JSON object per line. Entries already there are read back, so numbers go on after a restart. */
  file?: string;
  /** Entries kept in memory; the oldest go first. The file keeps all. */
  memoryMax?: number;
}

function readEntries(file: string): JournalEntry[] {
  if (!existsSync(file)) return [];
  const entries: JournalEntry[] = [];
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line === "") continue;
    try {
      entries.push(JSON.parse(line));
    } catch {
      // A killed process may leave half a line at the end; everything before it counts.
    }
  }
  return entries;
}

function openMirror(file: string | undefined): number | null {
  if (!file) return null;
  mkdirSync(dirname(file), { recursive: true });
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const mirror = openSync(file, "a+");
  // A line cut off by a kill must not swallow the next one.
  if (text !== "" && !text.endsWith("\n")) writeSync(mirror, "\n");
  return mirror;
}

/** Opens a journal. Each entry is written to the mirror before the call that caused it is answered, so a killed process loses none. */
export function createJournal({ iso, file, memoryMax = 500_000 }: JournalOptions): Journal {
  let entries = file ? readEntries(file) : [];
  let seq = entries.at(-1)?.seq ?? 0;
  let mirror = openMirror(file);

  const matching = ({ since = 0, kind, name }: JournalFilter = {}) =>
    entries.filter(entry => entry.seq > since && (!kind || entry.kind === kind) && (!name || entry.name === name));

  const append = (kind: JournalEntry["kind"], name: string, data: Record<string, unknown> = {}) => {
    seq += 1;
    const entry: JournalEntry = { ...data, seq, at: iso(), kind, name };
    entries.push(entry);
    if (entries.length > memoryMax * 1.1) entries = entries.slice(-memoryMax);
    if (mirror !== null) writeSync(mirror, `${JSON.stringify(entry)}\n`);
    return entry;
  };

  return {
    call: (name, data) => append("call", name, data),
    effect: (name, data) => append("effect", name, data),
    entries: matching,
    count: filter => matching(filter).length,
    lastSeq: () => seq,
    clear: () => {
      entries = [];
      if (mirror !== null) ftruncateSync(mirror, 0);
    },
    close: () => {
      if (mirror !== null) closeSync(mirror);
      mirror = null;
    },
  };
}
