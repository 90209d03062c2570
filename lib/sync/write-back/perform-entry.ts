import type { AcumaticaSession } from "@/lib/acumatica/session";
import { backOffMs } from "@/lib/problems/back-off";
import { classify, type Failure, stopsChannel } from "@/lib/problems/classify";
import type { ChannelRun } from "../context";
import { LeaseLostError } from "../lease";
import type { EntryProblem, LedgerEntry, StepResult } from "./entry";
import { settleEntry } from "./settle-entry";
import { undoEntry } from "./undo-entry";
import { writeSalesOrderEntry } from "./write-sales-order";
import { writeShipmentEntry } from "./write-shipment";

const MINUTE_MS = 60_000;
const BUSY_WAIT_MS = 5_000;
/** Tries in a row that came to nothing, after which a person hears of it. It is tried on all the same: tracking is never given up. */
const TELL_AFTER = 10;

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
  const isBusy = failure.code === "record_busy";
  const reason = isBusy ? "Another process was changing the record in Acumatica; trying again." : failure.message;
  const problem = failure.kind !== "configuration" && entry.attempts >= TELL_AFTER ? { problem: keepsFailing(entry, failure) } : {};
  const delayMs = delayOf(run, entry, failure);
  // A look that failed has settled nothing: what was in doubt before it still is.
  if (entry.isInDoubt)
    return { next: "in_doubt", delayMs: Math.max(delayMs, run.runtime.times.doubtPauseMs), reason, ...problem, ...exchange };
  return { next: "waiting", reason, delayMs, ...problem };
}

function delayOf(run: ChannelRun, entry: LedgerEntry, failure: Failure): number {
  if (failure.code === "record_busy") return Math.min(BUSY_WAIT_MS, run.runtime.times.pollMs);
  if (failure.kind === "configuration") return 15 * MINUTE_MS;
  return backOffMs({
    failures: Math.min(entry.attempts, 8),
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
  });
}

function keepsFailing(entry: LedgerEntry, failure: Failure): EntryProblem {
  return {
    code: "write_back_keeps_failing",
    subject: entry.order.number,
    message: `The shipment of ${entry.order.number} could not be written to Acumatica in ${entry.attempts} tries. The last answer: ${failure.message}`,
    owner: failure.owner === "nobody" ? "operator" : failure.owner,
    nextStep: "Look at the last exchange in the order's timeline. We go on trying; nothing else waits for it.",
  };
}
