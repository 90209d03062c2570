import { AcumaticaError } from "@/lib/acumatica/errors";
import type { AcumaticaSession } from "@/lib/acumatica/session";
import { getShipment, type ShipmentRecord, setPackageContents } from "@/lib/acumatica/shipments";
import { isPositive, smaller, subtract } from "@/lib/core/quantity";
import { inWorkspace } from "@/lib/db/tx";
import { closeProblem, openProblem } from "@/lib/problems/problem-store";
import type { ChannelRun } from "../context";
import type { LedgerEntry } from "./entry";

/**
 * Says which goods are in the box, by the split line numbers read from the Shipment. A tenant that does not expose the packable-items pool refuses this; then the tracking stays
 * without contents, and a problem names who can change that, until contents go in again.
 */
export async function writeContents(run: ChannelRun, session: AcumaticaSession, entry: LedgerEntry, target: string): Promise<void> {
  const shipment = await getShipment({ session, shipmentNbr: target });
  const box = shipment.packages.find(one => one.customRefNbr1 === entry.reference);
  if (!box || box.hasContents || entry.lines.length === 0) return;
  try {
    await setPackageContents({ session, shipment, packageId: box.id, contents: contentsOf(entry, shipment) });
  } catch (error) {
    if (!(error instanceof AcumaticaError) || error.outcomeUnknown || error.code !== "rejected") throw error;
    return tellRefused(run);
  }
  // An endpoint without the field drops it silently: only reading shows it.
  const saved = await getShipment({ session, shipmentNbr: target });
  if (!saved.packages.some(one => one.customRefNbr1 === entry.reference && one.hasContents)) return tellRefused(run);
  await inWorkspace(run.scope, tx => closeProblem(tx, { connectionId: run.connection.id, ...REFUSED(run) }));
}

const REFUSED = (run: ChannelRun) => ({ code: "package_contents_refused", subject: run.store.id });

async function tellRefused(run: ChannelRun): Promise<void> {
  await inWorkspace(run.scope, tx =>
    openProblem(tx, {
      workspaceId: run.scope.workspaceId,
      connectionId: run.connection.id,
      storeId: run.store.id,
      ...REFUSED(run),
      message: "This tenant does not expose box contents. Tracking was written without them.",
      owner: "merchant_erp_admin",
      nextStep: "Turn off Include package contents on the store, or extend the endpoint (Web Service Endpoints, SM207060).",
      stops: "nothing",
    }),
  );
}

function contentsOf(entry: LedgerEntry, shipment: ShipmentRecord) {
  const contents: { splitLineNbr: string; inventoryId: string; quantity: string; uom?: string }[] = [];
  for (const line of entry.lines) {
    let left = line.quantity;
    const details = shipment.details.filter(detail =>
      entry.order.mode === "shipment" ? detail.lineNbr === line.lineRef : detail.orderLineNbr === line.lineRef,
    );
    for (const split of details.flatMap(detail => detail.splits)) {
      const take = smaller(left, split.quantity);
      if (!isPositive(take)) continue;
      contents.push({ splitLineNbr: split.splitLineNbr, inventoryId: line.sku, quantity: take, ...(line.uom ? { uom: line.uom } : {}) });
      left = subtract(left, take);
    }
  }
  return contents;
}
