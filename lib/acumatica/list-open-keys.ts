import type { SourceKind } from "@/lib/orders/source-order";
import { ENTITY_KINDS, keyValues, stampMs } from "./entity-kinds";
import type { Fields } from "./envelope";
import { createLister, isWanted, type ListFilter } from "./list-page";
import type { AcumaticaSession } from "./session";
import { sliceByTime } from "./slice-by-time";

/** One open record, by name only. */
export interface OpenKey {
  /** As in `SourceOrder.key`. */
  key: string;
  number: string;
  modifiedAt: string;
}

/**
 * Keys of everything that is open now, for the sweep: small rows, so thousands fit one call; each key once. Records without a key or stamp are
 * left out. @throws AcumaticaError, BudgetError.
 */
export async function listOpenKeys(options: {
  session: AcumaticaSession;
  kind: SourceKind;
  filter?: Omit<ListFilter, "onlyOpen">;
  cap?: number;
}): Promise<{ records: OpenKey[]; serverTime: Date }> {
  const kind = ENTITY_KINDS[options.kind];
  const filter = { ...options.filter, onlyOpen: true };
  const lister = createLister({ session: options.session, kind: kind.kind, filter, cap: options.cap ?? 5000, listMode: "keys" });
  const source = {
    cap: lister.cap,
    fetch: lister.fetch.bind(lister),
    fullest: lister.fullest,
    stampMs: (row: Fields) => stampMs(kind, row),
    key: (row: Fields) => keyValues(kind, row)?.join("/") ?? null,
  };
  const found = new Map<string, OpenKey>();
  let serverTime = options.session.clock.now();
  for await (const slice of sliceByTime(source, { fromMs: null, untilMs: null })) {
    serverTime = slice.serverTime;
    for (const row of slice.rows) {
      const values = keyValues(kind, row);
      const ms = stampMs(kind, row);
      if (values === null || ms === null || !isWanted(kind, filter, row)) continue;
      found.set(values.join("/"), { key: values.join("/"), number: values.at(-1) ?? "", modifiedAt: new Date(ms).toISOString() });
    }
  }
  return { records: [...found.values()], serverTime };
}
