import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Snapshot<T> {
  /** The state saved by an earlier process, or null. */
  load(): T | null;
  /** Something changed: saves soon. Many changes cost one save. */
  touch(): void;
  /** Saves now if something changed since. */
  flush(): void;
  close(): void;
}

interface SnapshotOptions<T> {
  /** Without a folder nothing is ever saved. */
  dataDir?: string;
  name: string;
  /** The state as plain JSON. */
  take: () => T;
  debounceMs?: number;
}

/** Keeps a sandbox's state across restarts: debounced, written beside and renamed, so that a kill leaves the old or the new file. */
export function createSnapshot<T>({ dataDir, name, take, debounceMs = 400 }: SnapshotOptions<T>): Snapshot<T> {
  const file = dataDir ? join(dataDir, `${name}.json`) : null;
  let timer: NodeJS.Timeout | null = null;
  let isDirty = false;

  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (!file || !dataDir || !isDirty) return;
    isDirty = false;
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(`${file}.tmp`, JSON.stringify(take()), { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
  };

  return {
    load: () => (file && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : null),
    touch: () => {
      isDirty = true;
      if (!file || timer) return;
      timer = setTimeout(flush, debounceMs);
      timer.unref();
    },
    flush,
    close: () => {
      isDirty = true;
      flush();
    },
  };
}
