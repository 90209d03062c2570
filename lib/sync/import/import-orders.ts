import { listChanged } from "@/lib/acumatica/list-changed";
import { failpoint } from "@/lib/core/failpoints";
import { inWorkspace } from "@/lib/db/tx";
import type { ChannelRun } from "../context";
import { releaseHeldOrders } from "../release-held-orders";
import { loadMappings } from "./load-mappings";
import { readAhead } from "./read-ahead";
import { saveLearned } from "./save-learned";
import { saveSlice } from "./save-slice";
import { sourceFilter } from "./source-filter";
import { planSweep, sweepOpenOrders } from "./sweep-open-orders";

/**
 * How far each poll reaches back behind the cursor. Rows are stamped when they are written but seen when their transaction commits, and clocks of
 * several servers differ: what is stamped up to this much earlier is still found. Older strays are found by the sweep.
 */
const OVERLAP_MS = 10 * 60_000;

/** Where the import stands. `backfilledTo` exists until everything that was open at the start has been read once. */
interface OrdersCursor {
  /** What was read so far: with another mode, order type or warehouse, what is open there has yet to be read. */
  of?: string;
  backfillStartedAt?: string;
  backfilledTo?: string;
  /** Acumatica's own clock at the end of the last complete read. */
  through?: string;
}

/**
 * Reads what is open (first time) or what changed since the cursor, whatever its status, so that holds, cancels and edits are seen.
 * Returns false when the job's time was up before everything was read.
 */
export async function importOrders(run: ChannelRun): Promise<boolean> {
  const heldBefore = run.counters.held;
  try {
    return await readOrders(run);
  } finally {
    // A match that was added while these were under way did not see them, and they did not see it.
    if (run.counters.held > heldBefore) await releaseHeldOrders(run.scope, run.connection.id);
  }
}

async function readOrders(run: ChannelRun): Promise<boolean> {
  const session = await run.openAcumatica();
  const of = readsOf(run);
  const cursor = cursorOf(run, of);
  const mappings = await inWorkspace(run.scope, tx =>
    loadMappings(tx, { workspaceId: run.scope.workspaceId, connectionId: run.connection.id }),
  );
  const isBackfill = cursor.through === undefined;
  const kind = run.store.mode === "shipment" ? "Shipment" : "SalesOrder";
  let learned: Record<string, unknown> | null = null;
  const slices = listChanged({
    session,
    kind,
    filter: sourceFilter(run, isBackfill),
    since: isBackfill ? dateOrNull(cursor.backfilledTo) : new Date(Date.parse(cursor.through ?? "") - OVERLAP_MS),
    listMode: run.store.learned.listMode === "plain" ? "plain" : "expand",
    onListMode: mode => {
      learned = { listMode: mode };
    },
  });
  let isAllRead = false;
  for await (const slice of readAhead(slices, run.isTimeUp)) {
    await failpoint("import.slice-read");
    if (learned) await saveLearned(run, learned);
    learned = null;
    const startedAt = cursor.backfillStartedAt ?? slice.serverTime.toISOString();
    cursor.backfillStartedAt = startedAt;
    const next: OrdersCursor = isBackfill
      ? { of, backfillStartedAt: startedAt, backfilledTo: slice.until.toISOString() }
      : { of, through: earlier(slice.until, slice.serverTime).toISOString() };
    await saveSlice(run, { orders: slice.orders, failures: slice.failures, cursor: { ...next } }, mappings);
    isAllRead = slice.until >= slice.serverTime;
  }
  if (run.isTimeUp() && !isAllRead) return false;
  if (isBackfill && cursor.backfillStartedAt) {
    // Whatever changed while the backfill ran is read by the next poll, from the moment it began.
    await saveSlice(run, { orders: [], failures: [], cursor: { of, through: cursor.backfillStartedAt } }, mappings);
    await planSweep(run);
  } else if (run.channel.sweepDue) await sweepOpenOrders(run, { session, kind, mappings });
  return true;
}

/** Mode and filter as one word; they change with the store's settings. */
function readsOf(run: ChannelRun): string {
  const { orderType, warehouseId } = sourceFilter(run, true);
  return [run.store.mode, orderType, warehouseId].filter(Boolean).join(" ");
}

function cursorOf(run: ChannelRun, of: string): OrdersCursor {
  const saved = run.channel.cursor as OrdersCursor;
  return saved.of === undefined || saved.of === of ? { ...saved } : {};
}

const dateOrNull = (value: string | undefined) => (value === undefined ? null : new Date(value));
/** A cursor later than the vendor's own clock would step over rows that are still to come. */
const earlier = (a: Date, b: Date) => (a < b ? a : b);
