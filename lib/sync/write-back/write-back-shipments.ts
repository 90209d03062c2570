import type { AcumaticaSession } from "@/lib/acumatica/session";
import type { ChannelRun } from "../context";
import { performEntry } from "./perform-entry";
import { listDueOrders, takeEntry } from "./take-entry";

/**
 * Works the ledger of this connection until nothing is due: orders side by side up to the store's concurrent batches, entries of one order one after the other.
 * Returns false when the job's time was up first.
 */
export async function writeBackShipments(run: ChannelRun): Promise<boolean> {
  for (;;) {
    const due = await listDueOrders(run, 50);
    if (due.length === 0) return true;
    const session = await run.openAcumatica();
    await inParallel(due, run.store.settings.concurrentBatches, orderId => workOrder(run, session, orderId));
    if (run.isTimeUp()) return false;
  }
}

async function workOrder(run: ChannelRun, session: AcumaticaSession, orderId: string): Promise<void> {
  while (!run.isTimeUp()) {
    run.signal.throwIfAborted();
    const entry = await takeEntry(run, orderId);
    if (!entry) return;
    await performEntry(run, session, entry);
  }
}

/** Runs `work` over the items, at most `width` at a time. The first failure stops new work; what is under way ends by itself, then the failure is thrown. */
async function inParallel<T>(items: T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const failures: unknown[] = [];
  const lanes = Array.from({ length: Math.min(width, queue.length) }, async () => {
    for (let item = queue.shift(); item !== undefined && failures.length === 0; item = queue.shift()) {
      try {
        await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  });
  await Promise.all(lanes);
  if (failures.length > 0) throw failures[0];
}
