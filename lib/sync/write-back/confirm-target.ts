import { confirmShipment, correctShipment, pollAction } from "@/lib/acumatica/actions";
import { AcumaticaError } from "@/lib/acumatica/errors";
import type { AcumaticaSession } from "@/lib/acumatica/session";
import { getShipment, type ShipmentRecord } from "@/lib/acumatica/shipments";
import { failpoint } from "@/lib/core/failpoints";
import type { ChannelRun } from "../context";
import type { LedgerEntry, StepResult } from "./entry";
import { carries, isConfirmed } from "./find-target";
import { saveProgress } from "./settle-entry";
import { writeContents } from "./write-contents";

/** An operation that runs longer than this is looked at by a person. */
const OPERATION_CEILING_MS = 60 * 60_000;
/** Polls of one visit: a quick operation ends within them, a slow one is left to later visits. */
const POLLS_PER_VISIT = 4;
const POLL_PAUSE_MS = 500;

/** From a written Shipment to a finished entry: contents if wanted, confirm if it is time, then read back. A 200 proves nothing; only the read does. */
export async function confirmAndFinish(
  run: ChannelRun,
  session: AcumaticaSession,
  entry: LedgerEntry,
  target: string,
): Promise<StepResult> {
  if (run.store.settings.includePackageContents && !entry.operationUrl) await writeContents(run, session, entry, target);
  if (entry.operationUrl) {
    const waiting = await awaitOperation(run, session, entry, entry.operationUrl);
    if (waiting) return waiting;
  } else if (run.store.settings.confirmShipments && isTimeToConfirm(entry)) {
    const waiting = (await lookBeforeConfirm(run, session, entry, target)) ?? (await confirm(run, session, entry, target));
    if (waiting && waiting !== "confirmed") return waiting;
  }
  const saved = await getShipment({ session, shipmentNbr: target });
  await failpoint("write-back.read-back");
  if (!carries(saved, entry, { tracking: true })) {
    return {
      next: "attention",
      reason: `Acumatica answered, but Shipment ${target} does not carry this tracking number.`,
      exchangeId: saved.exchangeId,
      problem: {
        code: "read_back_mismatch",
        subject: target,
        message: `Shipment ${target} in Acumatica does not carry the tracking number that was written.`,
        owner: "merchant_erp_admin",
        nextStep: `Look at the Packages tab of Shipment ${target} (SO302000): a customization may remove packages. Then retry the order.`,
      },
    };
  }
  const confirmed = isConfirmed(saved.status);
  const missing = run.store.settings.confirmShipments && isTimeToConfirm(entry) && !confirmed;
  if (missing)
    return {
      next: "waiting",
      reason: `Shipment ${target} is written; Acumatica has not confirmed it yet.`,
      delayMs: run.runtime.times.pollMs,
    };
  return {
    next: "done",
    target,
    confirmed,
    exchangeId: saved.exchangeId,
    text: confirmed
      ? `Shipment ${target} written, confirmed and read back.`
      : run.store.settings.confirmShipments
        ? `Shipment ${target} written and read back; it is confirmed together with what still follows.`
        : `Shipment ${target} written and read back; confirming is left to Acumatica.`,
  };
}

/** Packages must all be on a Shipment before it is confirmed: the last entry of a Shipment confirms it, and in shipment mode only when everything has shipped. */
function isTimeToConfirm(entry: LedgerEntry): boolean {
  const pending = entry.siblings.filter(other => other.action === "write" && !other.writtenAt && other.status !== "done");
  if (entry.order.mode === "shipment") return entry.order.isFullyShipped && pending.length === 0;
  return !pending.some(other => !other.hasGoods && other.erpWarehouseId === entry.erpWarehouseId);
}

/** After a lost answer a confirm may be under way that nobody waits for: the Shipment is read first, twice with a pause, before confirm is started again. */
async function lookBeforeConfirm(
  run: ChannelRun,
  session: AcumaticaSession,
  entry: LedgerEntry,
  target: string,
): Promise<StepResult | "confirmed" | null> {
  if (!entry.isInDoubt) return null;
  const shipment = await getShipment({ session, shipmentNbr: target });
  if (isConfirmed(shipment.status)) return "confirmed";
  if (entry.looks + 1 >= 2) {
    entry.isInDoubt = false;
    return null;
  }
  entry.looks += 1;
  return {
    next: "in_doubt",
    delayMs: run.runtime.times.doubtPauseMs,
    reason: `Shipment ${target} is written; looking whether it is being confirmed before that is asked again.`,
    exchangeId: shipment.exchangeId,
  };
}

/** Confirms a Shipment that is not confirmed, or goes on waiting for one that is being confirmed. Null: it is confirmed. */
export async function confirmIfOpen(
  run: ChannelRun,
  session: AcumaticaSession,
  entry: LedgerEntry,
  target: string,
): Promise<StepResult | null> {
  if (entry.operationUrl) return awaitOperation(run, session, entry, entry.operationUrl);
  const shipment = await getShipment({ session, shipmentNbr: target });
  return isConfirmed(shipment.status) ? null : confirm(run, session, entry, target);
}

async function confirm(run: ChannelRun, session: AcumaticaSession, entry: LedgerEntry, target: string): Promise<StepResult | null> {
  try {
    const started = await confirmShipment({ session, shipmentNbr: target });
    await failpoint("write-back.confirm-started");
    if (started.state === "finished") return null;
    await saveProgress(run, entry, {
      operationUrl: started.operationUrl,
      text: `Confirming Shipment ${target}; Acumatica is working on it.`,
    });
    return awaitOperation(run, session, entry, started.operationUrl);
  } catch (error) {
    // Confirmed already, by an earlier attempt or by a person: the Shipment itself says so, and then there is nothing to report.
    if (
      error instanceof AcumaticaError &&
      !error.outcomeUnknown &&
      ["rejected", "operation_failed", "not_found", "unexpected"].includes(error.code)
    ) {
      const shipment = await getShipment({ session, shipmentNbr: target });
      if (isConfirmed(shipment.status)) return null;
    }
    throw error;
  }
}

async function awaitOperation(
  run: ChannelRun,
  session: AcumaticaSession,
  entry: LedgerEntry,
  operationUrl: string,
): Promise<StepResult | null> {
  for (let poll = 0; poll < POLLS_PER_VISIT; poll += 1) {
    const answer = await pollAction({ session, operationUrl });
    await failpoint("write-back.operation-polled");
    if (answer.state !== "running") await saveProgress(run, entry, { operationUrl: null });
    // It is over: whoever comes next starts a new one, and doesn't ask for this one's failure again.
    if (answer.state === "failed") throw answer.error;
    if (answer.state !== "running") return null;
    if (poll === POLLS_PER_VISIT - 1) break;
    await run.runtime.clock.sleep(Math.min(POLL_PAUSE_MS, run.runtime.times.pollMs), run.signal).catch(() => undefined);
    // Stopping: the address is saved, and the next process asks on.
    if (run.signal.aborted) break;
  }
  const age = entry.operationStartedAt ? run.runtime.clock.now().getTime() - new Date(entry.operationStartedAt).getTime() : 0;
  const problem = {
    code: "operation_too_long",
    subject: entry.order.number,
    message: `Acumatica has been confirming a Shipment of ${entry.order.number} for more than an hour.`,
    owner: "merchant_erp_admin" as const,
    nextStep: "Look at the long-running operations on System Monitor (SM201530). We keep asking.",
  };
  return {
    next: "waiting",
    reason: "Acumatica is still confirming the Shipment.",
    delayMs: run.runtime.times.pollMs,
    operationUrl,
    ...(age > OPERATION_CEILING_MS ? { problem } : {}),
  };
}

/** Opens a confirmed Shipment again (Correct Shipment, SO302000) so that a box can be added. Refused once it is invoiced: Acumatica's words reach a person then. */
export async function reopenTarget(
  run: ChannelRun,
  session: AcumaticaSession,
  entry: LedgerEntry,
  target: ShipmentRecord,
): Promise<ShipmentRecord> {
  const started = await correctShipment({ session, shipmentNbr: target.shipmentNbr });
  await failpoint("write-back.corrected");
  for (let poll = 0; started.state === "running" && poll < 60; poll += 1) {
    const answer = await pollAction({ session, operationUrl: started.operationUrl });
    if (answer.state === "failed") throw answer.error;
    if (answer.state !== "running") break;
    await run.runtime.clock.sleep(POLL_PAUSE_MS, run.signal);
  }
  await saveProgress(run, entry, { text: `Shipment ${target.shipmentNbr} opened again in Acumatica (Correct Shipment).` });
  return getShipment({ session, shipmentNbr: target.shipmentNbr });
}
