import { failpoint } from "@/lib/core/failpoints";
import type { WarehouseDefinition } from "@/lib/warehouses/contract";
import type { ChannelRun } from "../context";
import { recordOutcomes } from "./record-outcomes";
import { sendBatch } from "./send-batch";
import { type BatchOrder, takeBatches } from "./take-batch";

/** While one lane waits for its answers, the other takes or records: two keep both the vendor and the database busy. */
const LANES = 2;

/**
 * Sends ready orders until none is left, as many calls at the same time as the store's concurrent batches allow. Calls that leave together are recorded
 * together, in one transaction. Returns false when the job's time was up first. The first failure that stops the channel is thrown when everything under way is recorded.
 */
export async function forwardOrders(run: ChannelRun): Promise<boolean> {
  const { session, definition } = await run.openWarehouse();
  const take = createTaker(run, definition);
  let isStopped = false;
  const lane = async (calls: number): Promise<boolean> => {
    while (!isStopped) {
      const batches = await take(calls);
      if (batches.length === 0) return true;
      const sent = await Promise.all(batches.map(batch => sendBatch(session, batch)));
      await failpoint("forward.answered");
      await recordOutcomes(
        run,
        sent.flatMap(batch => batch.answers),
      );
      take.settle(batches);
      const failed = sent.find(batch => batch.stop !== null);
      if (failed) throw failed.stop;
      if (run.isTimeUp()) return false;
      run.signal.throwIfAborted();
    }
    return false;
  };
  const results = await Promise.allSettled(
    laneWidths(run.store.settings.concurrentBatches * (definition.callsPerBatch ?? 1)).map(calls =>
      lane(calls).catch(error => {
        isStopped = true;
        throw error;
      }),
    ),
  );
  const failed = results.find(result => result.status === "rejected");
  if (failed) throw failed.reason;
  return results.every(result => result.status === "fulfilled" && result.value);
}

/** How many calls each lane has open, together `width`. */
function laneWidths(width: number): number[] {
  const lanes = Math.min(LANES, width);
  return Array.from({ length: lanes }, (_, index) => Math.floor((width + index) / lanes));
}

/**
 * Takes orders for one lane after the other, never one that another lane still holds: a row that is marked as sending would otherwise look like one whose answer
 * was lost. What is held is known here alone, because a channel is worked by one process at a time.
 */
function createTaker(run: ChannelRun, definition: WarehouseDefinition) {
  const held = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  const { batchSize: size, capabilities } = definition;
  const take = (calls: number): Promise<BatchOrder[][]> => {
    const taken = last.then(async () => {
      const batches = await takeBatches(run, { size, calls, isIdempotent: capabilities.idempotentSend, exceptIds: [...held] });
      for (const order of batches.flat()) held.add(order.id);
      return batches;
    });
    last = taken.catch(() => undefined);
    return taken;
  };
  const settle = (batches: BatchOrder[][]) => {
    for (const order of batches.flat()) held.delete(order.id);
  };
  return Object.assign(take, { settle });
}
