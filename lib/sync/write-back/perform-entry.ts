import type { AcumaticaSession } from "@/lib/acumatica/session";
import { backOffMs } from "@/lib/problems/back-off";
import { classify, type Failure, stopsChannel } from "@/lib/problems/classify";
import type { ChannelRun } from "../context";
import { LeaseLostError } from "../lease";
import type { LedgerEntry, StepResult } from "./entry";
import { settleEntry } from "./settle-entry";
import { undoEntry } from "./undo-entry";
import { writeSalesOrderEntry } from "./write-sales-order";
import { writeShipmentEntry } from "./write-shipment";

const MINUTE_MS = 60_000;
const BUSY_WAIT_MS = 5_000;

/** Works one entry and settles it. Throws only what must stop the whole channel, after the entry is safe. */
export async function performEntry(run: ChannelRun, session: AcumaticaSession, entry: LedgerEntry): Promise<void> {
  let result: StepResult;
  try {
    if (entry.action === "undo") result = await undoEntry(run, session, entry);
    else if (entry.order.mode === "shipment") result = await writeShipmentEntry(run, session, entry);
    else result = await writeSalesOrderEntry(run, session, entry);
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    const failure = classify(error);
    await settleEntry(run, entry, resultOf(run, entry, failure));
    if (stopsChannel(failure) || failure.kind === "ours") throw error;
    return;
  }
  await settleEntry(run, entry, result);
}

/**
 * What a failure means for the entry. An answer that never came is in doubt, whatever the call was: the next step is a look. A refusal in Acumatica's own words waits
 * for a person, everything else comes back by itself.
 */
function resultOf(run: ChannelRun, entry: LedgerEntry, failure: Failure): StepResult {
  const exchange = failure.exchangeId ? { exchangeId: failure.exchangeId } : {};
  if (failure.outcomeUnknown) {
    return {
      next: "in_doubt",
      delayMs: run.runtime.times.doubtPauseMs,
      reason: "No answer yet. We don't know whether Acumatica saved it; checking before trying again.",
      ...exchange,
    };
  }
  if (failure.code === "record_busy")
    return {
      next: "waiting",
      reason: "Another process was changing the record in Acumatica; trying again.",
      delayMs: Math.min(BUSY_WAIT_MS, run.runtime.times.pollMs),
    };
  if (failure.kind === "data") {
    return {
      next: "attention",
      reason: failure.message,
      problem: {
        code: `write_back_${failure.code}`,
        subject: failure.message,
        message: failure.message,
        owner: failure.owner,
        nextStep: failure.nextStep,
      },
      ...exchange,
    };
  }
  const delayMs =
    failure.kind === "configuration"
      ? 15 * MINUTE_MS
      : backOffMs({
          failures: Math.min(entry.attempts, 8),
          ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
        });
  return { next: "waiting", reason: failure.message, delayMs, isQuiet: failure.code === "throttled" };
}
