import { AcumaticaError } from "@/lib/acumatica/errors";
import { getSalesOrder } from "@/lib/acumatica/sales-orders";
import type { AcumaticaSession } from "@/lib/acumatica/session";
import { deleteShipment, getShipment, removePackages, type ShipmentRecord } from "@/lib/acumatica/shipments";
import { failpoint } from "@/lib/core/failpoints";
import type { ChannelRun } from "../context";
import { confirmIfOpen, reopenTarget } from "./confirm-target";
import type { LedgerEntry, StepResult } from "./entry";
import { carries, findTarget, isConfirmed } from "./find-target";

/**
 * A label was voided after its tracking was written, or may have been: takes it out again. The look comes first, so that repeating it is harmless. In sales-order mode a Shipment that
 * carries nothing else is deleted, which opens the order for the next label; in shipment mode only the box goes. What Acumatica refuses (invoiced already) waits for a person.
 */
export async function undoEntry(run: ChannelRun, session: AcumaticaSession, entry: LedgerEntry): Promise<StepResult> {
  const target = await locate(session, entry);
  const isThere = target !== null && carries(target, entry, { tracking: true });
  if (!isThere && entry.isInDoubt && entry.looks + 1 < 2) {
    entry.looks += 1;
    return {
      next: "in_doubt",
      delayMs: run.runtime.times.doubtPauseMs,
      reason: "The voided label is not in Acumatica so far. Looking once more: its write may still come through.",
    };
  }
  entry.isInDoubt = false;
  if (!target) return { next: "done", target: null, confirmed: false, text: "The voided label is not in Acumatica: nothing to take out." };
  try {
    const text = isThere ? await takeOut(run, session, { entry, target }) : "The voided label is not in Acumatica: nothing to take out.";
    return (
      (await confirmAgain(run, session, entry, target.shipmentNbr)) ?? { next: "done", target: target.shipmentNbr, confirmed: false, text }
    );
  } catch (error) {
    if (!(error instanceof AcumaticaError) || error.outcomeUnknown || !["rejected", "operation_failed"].includes(error.code)) throw error;
    return {
      next: "attention",
      reason: `Voided after it was written, and Acumatica refuses to open Shipment ${target.shipmentNbr} again: ${error.userMessage}`,
      ...(error.exchangeId ? { exchangeId: error.exchangeId } : {}),
      problem: {
        code: "void_after_write_back",
        subject: `${entry.order.number} ${target.shipmentNbr}`,
        message: `A label of ${entry.order.number} was voided after Shipment ${target.shipmentNbr} was written, and Acumatica does not let us correct it.`,
        owner: "merchant_erp_admin",
        nextStep: `Correct Shipment ${target.shipmentNbr} on Shipments (SO302000): remove tracking number ${entry.packages.map(box => box.trackingNumber).join(", ")}. Then retry the order.`,
      },
    };
  }
}

/** Returns what was done, in a sentence. */
async function takeOut(run: ChannelRun, session: AcumaticaSession, input: { entry: LedgerEntry; target: ShipmentRecord }): Promise<string> {
  const { entry } = input;
  const shipment = isConfirmed(input.target.status) ? await reopenTarget(run, session, entry, input.target) : input.target;
  const numbers = new Set(entry.packages.map(box => box.trackingNumber));
  const own = shipment.packages.filter(
    box => box.customRefNbr1 === entry.reference || (box.trackingNbr !== undefined && numbers.has(box.trackingNbr)),
  );
  const isOnlyOurs =
    entry.order.mode === "sales_order" && shipment.description?.includes(entry.reference) && own.length === shipment.packages.length;
  if (isOnlyOurs) {
    await deleteShipment({ session, shipmentNbr: shipment.shipmentNbr });
    await failpoint("write-back.deleted");
    return `Shipment ${shipment.shipmentNbr} taken out of Acumatica: its label was voided. The order is open again there.`;
  }
  if (own.length > 0) await removePackages({ session, shipment, packageIds: own.map(box => box.id) });
  await failpoint("write-back.package-removed");
  return `Tracking of the voided label taken off Shipment ${shipment.shipmentNbr}.`;
}

/**
 * A Shipment that still carries other labels' goods was opened only to take this one's box off: it is confirmed again. Asked of the ledger and of the Shipment as it is now, so that
 * it also happens after a crash in between.
 */
async function confirmAgain(
  run: ChannelRun,
  session: AcumaticaSession,
  entry: LedgerEntry,
  shipmentNbr: string,
): Promise<StepResult | null> {
  const carriers = entry.siblings.filter(other => other.action === "write" && other.target === shipmentNbr && other.writtenAt !== null);
  if (carriers.length === 0 || !run.store.settings.confirmShipments) return null;
  if (entry.order.mode === "shipment" && !entry.order.isFullyShipped) return null;
  return confirmIfOpen(run, session, entry, shipmentNbr);
}

async function locate(session: AcumaticaSession, entry: LedgerEntry): Promise<ShipmentRecord | null> {
  const known = entry.order.mode === "shipment" ? entry.order.sourceKey : entry.target;
  try {
    if (known) {
      return await getShipment({ session, shipmentNbr: known });
    }
    const cut = entry.order.sourceKey.indexOf("/");
    const order = await getSalesOrder({
      session,
      orderType: entry.order.sourceKey.slice(0, cut),
      orderNbr: entry.order.sourceKey.slice(cut + 1),
    });
    return await findTarget({ session, order, entry, tracking: true });
  } catch (error) {
    if (error instanceof AcumaticaError && error.code === "not_found") return null;
    throw error;
  }
}
