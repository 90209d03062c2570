import { classify, stopsChannel } from "@/lib/problems/classify";
import type { SendOutcome, WarehouseSession } from "@/lib/warehouses/contract";
import { WarehouseError } from "@/lib/warehouses/warehouse-error";
import type { BatchOrder } from "./take-batch";

/** A single order on which the vendor itself breaks this often waits for a person. */
const ATTEMPTS_MAX = 12;

/** What became of the orders of one call. An order without an outcome got no answer. */
export interface BatchAnswer {
  orders: BatchOrder[];
  outcomes: SendOutcome[];
  exchangeId: string | null;
  durationMs: number | null;
}

export interface SentBatch {
  answers: BatchAnswer[];
  /** The failure that must stop the run once the answers are recorded; null: go on. */
  stop: unknown;
}

/** Sends one batch. One that is refused as a whole is halved until the row at fault stands alone: one bad order never stops the others. */
export async function sendBatch(session: WarehouseSession, orders: BatchOrder[]): Promise<SentBatch> {
  try {
    const { outcomes, exchangeId, durationMs } = await session.sendOrders(orders.map(order => order.outgoing));
    return { answers: [{ orders, outcomes, exchangeId, durationMs }], stop: null };
  } catch (error) {
    if (!(error instanceof WarehouseError) || error.code !== "rejected" || orders.length === 1) return failedBatch(orders, error);
  }
  const half = Math.ceil(orders.length / 2);
  const first = await sendBatch(session, orders.slice(0, half));
  const rest = orders.slice(half);
  if (first.stop !== null) return { answers: [...first.answers, postponed(rest, { exchangeId: null })], stop: first.stop };
  const second = await sendBatch(session, rest);
  return { answers: [...first.answers, ...second.answers], stop: second.stop };
}

function failedBatch(orders: BatchOrder[], error: unknown): SentBatch {
  const failure = classify(error);
  const exchangeId = failure.exchangeId ?? null;
  const isGivenUp = orders.length === 1 && failure.code === "unexpected" && (orders[0]?.attempts ?? 0) >= ATTEMPTS_MAX;
  if (failure.kind === "data" || isGivenUp) {
    const outcomes = orders.map(({ outgoing: { warehouseKey } }) => ({
      outcome: "refused" as const,
      warehouseKey,
      code: "rejected" as const,
      message: failure.message,
    }));
    return { answers: [{ orders, outcomes, exchangeId, durationMs: null }], stop: null };
  }
  const { retryAfterMs } = failure;
  const answer = failure.outcomeUnknown
    ? { orders, outcomes: [], exchangeId, durationMs: null }
    : postponed(orders, { exchangeId, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  // Orders are safe again; the run itself stops, so that a vendor in trouble is not asked once per batch.
  const mustStop = failure.outcomeUnknown || stopsChannel(failure) || failure.kind !== "transient";
  return { answers: [answer], stop: mustStop ? error : null };
}

/** Nothing was sent, or nothing was taken: the same orders again later. */
function postponed(orders: BatchOrder[], options: { exchangeId: string | null; retryAfterMs?: number }): BatchAnswer {
  const { exchangeId, ...retry } = options;
  const outcomes = orders.map(({ outgoing: { warehouseKey } }) => ({
    outcome: "try_later" as const,
    warehouseKey,
    code: "unreachable" as const,
    ...retry,
  }));
  return { orders, outcomes, exchangeId, durationMs: null };
}
