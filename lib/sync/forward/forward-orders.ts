import { failpoint } from "@/lib/core/failpoints";
import { classify, stopsChannel } from "@/lib/problems/classify";
import type { WarehouseSession } from "@/lib/warehouses/contract";
import { WarehouseError } from "@/lib/warehouses/warehouse-error";
import type { ChannelRun } from "../context";
import { type BatchAnswer, recordOutcomes } from "./record-outcomes";
import { type BatchOrder, takeBatch } from "./take-batch";

/** A single order on which the vendor itself breaks this often waits for a person. */
const ATTEMPTS_MAX = 12;

/** Sends ready orders batch by batch until none is left. Returns false when the job's time was up first. */
export async function forwardOrders(run: ChannelRun): Promise<boolean> {
  const { session, definition } = await run.openWarehouse();
  for (;;) {
    const batch = await takeBatch(run, { size: definition.batchSize, isIdempotent: definition.capabilities.idempotentSend });
    if (batch.length === 0) return true;
    await send(run, session, batch);
    if (run.isTimeUp()) return false;
    run.signal.throwIfAborted();
  }
}

/** A batch that is refused as a whole is halved until the row at fault stands alone: one bad order never stops the others. */
async function send(run: ChannelRun, session: WarehouseSession, batch: BatchOrder[]): Promise<void> {
  let answer: BatchAnswer;
  try {
    const report = await session.sendOrders(batch.map(order => order.outgoing));
    answer = { outcomes: report.outcomes, exchangeId: report.exchangeId, durationMs: report.durationMs };
  } catch (error) {
    if (error instanceof WarehouseError && error.code === "rejected" && batch.length > 1) {
      const half = Math.ceil(batch.length / 2);
      await send(run, session, batch.slice(0, half));
      return send(run, session, batch.slice(half));
    }
    return recordFailure(run, batch, error);
  }
  await failpoint("forward.answered");
  await recordOutcomes(run, batch, answer);
}

async function recordFailure(run: ChannelRun, batch: BatchOrder[], error: unknown): Promise<void> {
  const failure = classify(error);
  const exchangeId = failure.exchangeId ?? null;
  const isGivenUp = batch.length === 1 && failure.code === "unexpected" && (batch[0]?.attempts ?? 0) >= ATTEMPTS_MAX;
  if (failure.kind === "data" || isGivenUp) {
    const outcomes = batch.map(order => ({
      outcome: "refused" as const,
      warehouseKey: order.outgoing.warehouseKey,
      code: "rejected" as const,
      message: failure.message,
    }));
    return recordOutcomes(run, batch, { outcomes, exchangeId, durationMs: null });
  }
  const outcomes = failure.outcomeUnknown
    ? []
    : batch.map(order => ({
        outcome: "try_later" as const,
        warehouseKey: order.outgoing.warehouseKey,
        code: "unreachable" as const,
        ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
      }));
  await recordOutcomes(run, batch, { outcomes, exchangeId, durationMs: null });
  // Orders are safe again; the run itself stops, so that a vendor in trouble is not asked once per batch.
  if (failure.outcomeUnknown || stopsChannel(failure) || failure.kind !== "transient") throw error;
}
