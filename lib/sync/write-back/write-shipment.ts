import type { AcumaticaSession } from "@/lib/acumatica/session";
import { addPackages, getShipment } from "@/lib/acumatica/shipments";
import { failpoint } from "@/lib/core/failpoints";
import type { ChannelRun } from "../context";
import { confirmAndFinish, reopenTarget } from "./confirm-target";
import type { LedgerEntry, StepResult } from "./entry";
import { carries, isConfirmed } from "./find-target";
import { packagesOf } from "./packages-of";
import { saveProgress } from "./settle-entry";
import { shipViaOf } from "./ship-via-of";

const MINUTE_MS = 60_000;

/** Shipment mode: the boxes go onto the very Shipment that was imported; a new one is never created. Looking is reading that Shipment. */
export async function writeShipmentEntry(run: ChannelRun, session: AcumaticaSession, entry: LedgerEntry): Promise<StepResult> {
  const target = entry.order.sourceKey;
  if (entry.writtenAt) return confirmAndFinish(run, session, entry, target);
  let shipment = await getShipment({ session, shipmentNbr: target });
  await failpoint("write-back.looked");
  if (carries(shipment, entry, { tracking: run.store.settings.duplicateChecking })) {
    await saveProgress(run, entry, {
      target,
      written: true,
      text: `Looked in Acumatica: Shipment ${target} already carries it.`,
      exchangeId: shipment.exchangeId,
    });
    return confirmAndFinish(run, session, entry, target);
  }
  if (entry.isInDoubt && entry.looks + 1 < 2) {
    entry.looks += 1;
    return {
      next: "in_doubt",
      delayMs: run.runtime.times.doubtPauseMs,
      reason: `Looked in Acumatica: Shipment ${target} does not carry it so far. Looking once more before it is sent again.`,
      exchangeId: shipment.exchangeId,
    };
  }
  entry.isInDoubt = false;
  if (shipment.status === "On Hold") {
    return {
      next: "attention",
      reason: `Shipped, but Shipment ${target} is on hold in Acumatica.`,
      retryMs: 15 * MINUTE_MS,
      problem: {
        code: "shipment_on_hold",
        subject: target,
        message: `Shipment ${target} was shipped, but is on hold in Acumatica. The tracking is kept.`,
        owner: "merchant_erp_admin",
        nextStep: `Release Shipment ${target} on Shipments (SO302000); the tracking is written by itself after that.`,
      },
    };
  }
  if (isConfirmed(shipment.status)) shipment = await reopenTarget(run, session, entry, shipment);
  const shipVia = await shipViaOf(run, entry);
  const saved = await addPackages({ session, shipment, packages: packagesOf(entry), ...(shipVia ? { shipVia } : {}) });
  await failpoint("write-back.written");
  const count = entry.packages.length;
  await saveProgress(run, entry, {
    target,
    written: true,
    text: `Shipment ${target} updated in Acumatica with ${count} box${count === 1 ? "" : "es"}.`,
    exchangeId: saved.exchangeId,
  });
  return confirmAndFinish(run, session, entry, target);
}
