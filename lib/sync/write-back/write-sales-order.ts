import { getSalesOrder, type SalesOrderLook } from "@/lib/acumatica/sales-orders";
import type { AcumaticaSession } from "@/lib/acumatica/session";
import { addPackages, createShipment, getShipment, type ShipmentRecord } from "@/lib/acumatica/shipments";
import { businessDate } from "@/lib/core/business-date";
import { failpoint } from "@/lib/core/failpoints";
import type { ChannelRun } from "../context";
import { confirmAndFinish, reopenTarget } from "./confirm-target";
import type { LedgerEntry, StepResult } from "./entry";
import { carries, findTarget, isConfirmed } from "./find-target";
import { packagesOf } from "./packages-of";
import { saveProgress } from "./settle-entry";
import { shipViaOf } from "./ship-via-of";

const MINUTE_MS = 60_000;

/**
 * Sales-order mode: look → create the Shipment with lines, boxes and our reference in one write → confirm → read back. Whatever an earlier attempt got done is found by the
 * look and gone on with.
 */
export async function writeSalesOrderEntry(run: ChannelRun, session: AcumaticaSession, entry: LedgerEntry): Promise<StepResult> {
  if (entry.target && entry.writtenAt) return confirmAndFinish(run, session, entry, entry.target);
  const [orderType = "", orderNbr = ""] = splitKey(entry.order.sourceKey);
  const order = await getSalesOrder({ session, orderType, orderNbr });
  await failpoint("write-back.looked");
  const tracking = run.store.settings.duplicateChecking;
  const found = await findTarget({ session, order, entry, tracking });
  if (found) {
    await saveProgress(run, entry, {
      target: found.shipmentNbr,
      written: true,
      text: `Looked in Acumatica: Shipment ${found.shipmentNbr} already carries it.`,
      exchangeId: found.exchangeId,
    });
    return confirmAndFinish(run, session, entry, found.shipmentNbr);
  }
  if (entry.isInDoubt && entry.looks + 1 < 2) {
    entry.looks += 1;
    return {
      next: "in_doubt",
      delayMs: run.runtime.times.doubtPauseMs,
      reason: "Looked in Acumatica: nothing carries it so far. Looking once more before it is sent again.",
      exchangeId: order.exchangeId,
    };
  }
  entry.isInDoubt = false;
  if (entry.lines.length === 0) return followGoods(run, session, entry);
  const obstacle = obstacleOf(run, entry, order);
  if (obstacle) return obstacle;
  return create(run, session, { entry, order, orderType, orderNbr });
}

async function create(
  run: ChannelRun,
  session: AcumaticaSession,
  input: { entry: LedgerEntry; order: SalesOrderLook; orderType: string; orderNbr: string },
): Promise<StepResult> {
  const { entry, order } = input;
  const shipVia = await shipViaOf(run, entry);
  const saved = await createShipment({
    session,
    customerId: order.customerId ?? "",
    ...(order.locationId ? { locationId: order.locationId } : {}),
    warehouseId: entry.erpWarehouseId,
    shipmentDate: businessDate(entry.shipment.shippedAt, run.store.settings.timeZone),
    description: `Dockbridge ${entry.reference}`,
    ...(shipVia ? { shipVia } : {}),
    lines: entry.lines.map(line => ({
      orderType: input.orderType,
      orderNbr: input.orderNbr,
      orderLineNbr: line.lineRef,
      shippedQty: line.quantity,
    })),
    packages: packagesOf(entry),
  });
  await failpoint("write-back.written");
  const count = entry.packages.length;
  await saveProgress(run, entry, {
    target: saved.shipmentNbr,
    written: true,
    text: `Shipment ${saved.shipmentNbr} created in Acumatica with ${count} box${count === 1 ? "" : "es"}.`,
    exchangeId: saved.exchangeId,
  });
  return confirmAndFinish(run, session, entry, saved.shipmentNbr);
}

/** A second box: its tracking goes onto the Shipment that carries the goods, which is opened again when it was confirmed already. */
async function followGoods(run: ChannelRun, session: AcumaticaSession, entry: LedgerEntry): Promise<StepResult> {
  const carrier = entry.siblings
    .filter(other => other.hasGoods && other.action === "write" && other.erpWarehouseId === entry.erpWarehouseId)
    .at(-1);
  if (!carrier) return { next: "attention", reason: "This label carries nothing that is still to ship.", problem: EXTRA_LABEL };
  if (!carrier.target)
    return { next: "waiting", reason: "Waits for the Shipment that carries the goods of this box.", delayMs: run.runtime.times.pollMs };
  let target: ShipmentRecord = await getShipment({ session, shipmentNbr: carrier.target });
  if (!carries(target, entry, { tracking: true })) {
    if (isConfirmed(target.status)) target = await reopenTarget(run, session, entry, target);
    await addPackages({ session, shipment: target, packages: packagesOf(entry) });
    await failpoint("write-back.package-written");
  }
  await saveProgress(run, entry, {
    target: target.shipmentNbr,
    written: true,
    text: `Another box added to Shipment ${target.shipmentNbr}.`,
  });
  return confirmAndFinish(run, session, entry, target.shipmentNbr);
}

const EXTRA_LABEL = {
  code: "extra_label",
  message: "The warehouse made a label for goods that were all counted before.",
  owner: "operator" as const,
  nextStep: "Ask the warehouse whether more went out than was ordered; otherwise void the label.",
};

/** What in Acumatica stands in the way of a new Shipment now, in words with an owner; null when nothing does. */
function obstacleOf(run: ChannelRun, entry: LedgerEntry, order: SalesOrderLook): StepResult | null {
  const open = order.shipments.find(row => !isConfirmed(row.status) && row.status !== "Canceled");
  if (open) {
    const reason = `Shipment ${open.shipmentNbr} is not confirmed yet, and Acumatica locks the order until it is.`;
    // Another entry of ours is about to confirm it; where it can't, its own problem says why.
    const isBeingConfirmed = run.store.settings.confirmShipments && entry.siblings.some(other => other.target === open.shipmentNbr);
    if (isBeingConfirmed) return { next: "waiting", reason, delayMs: run.runtime.times.pollMs };
    const problem = {
      code: "order_locked",
      subject: `${entry.order.number} ${open.shipmentNbr}`,
      message: `${entry.order.number} is partly shipped again, but its Shipment ${open.shipmentNbr} is still open in Acumatica.`,
      owner: "merchant_erp_admin" as const,
      nextStep: `Confirm Shipment ${open.shipmentNbr} on Shipments (SO302000). The next part is written by itself after that.`,
    };
    return { next: "waiting", reason, delayMs: Math.max(run.runtime.times.pollMs, MINUTE_MS), problem };
  }
  const reasons: Partial<Record<SalesOrderLook["state"], { code: string; words: string; nextStep: string }>> = {
    held: {
      code: "order_on_hold",
      words: `on hold in Acumatica (${order.status})`,
      nextStep: "Release the hold on Sales Orders (SO301000); the shipment is written by itself after that.",
    },
    cancelled: {
      code: "order_cancelled",
      words: "cancelled in Acumatica",
      nextStep: "Reopen the order on Sales Orders (SO301000), or decide with the merchant how to bill what went out.",
    },
    over: {
      code: "order_finished",
      words: `already finished in Acumatica (${order.status})`,
      nextStep: "Check on Sales Orders (SO301000) whether somebody shipped it by hand; reopen the order to let this shipment in.",
    },
  };
  const found = reasons[order.state];
  if (!found) return null;
  return {
    next: "attention",
    reason: `Shipped, but the order is ${found.words}.`,
    retryMs: 15 * MINUTE_MS,
    exchangeId: order.exchangeId,
    problem: {
      code: found.code,
      subject: entry.order.number,
      message: `${entry.order.number} was shipped, but is ${found.words}. The tracking is kept.`,
      owner: "merchant_erp_admin",
      nextStep: found.nextStep,
    },
  };
}

function splitKey(key: string): [string, string] {
  const cut = key.indexOf("/");
  return [key.slice(0, cut), key.slice(cut + 1)];
}
