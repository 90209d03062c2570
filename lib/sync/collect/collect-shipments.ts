import { failpoint } from "@/lib/core/failpoints";
import type { ChannelRun } from "../context";
import { saveShipments } from "./save-shipments";
import type { ShipmentsCursor } from "./shipments-cursor";

const DAY_MS = 86_400_000;

/**
 * Reads what the warehouse shipped and voided since the cursor, page by page, each saved with its cursor in one transaction. Webhooks only make this run sooner:
 * the poll is the truth. Returns false when the job's time was up first.
 */
export async function collectShipments(run: ChannelRun): Promise<boolean> {
  const { session } = await run.openWarehouse();
  const lookbackMs = run.store.settings.shipmentLookbackDays * DAY_MS;
  const since = new Date(run.connection.createdAt.getTime() - lookbackMs);
  const saved = run.channel.cursor as ShipmentsCursor;
  if ((saved.asked ?? 0) > (saved.followed ?? 0)) run.channel.cursor = { asked: saved.asked, followed: saved.asked };
  for (;;) {
    const cursor = run.channel.cursor as ShipmentsCursor;
    const page = await session.readShipments({ cursor: cursor.adapter ?? null, since });
    await failpoint("collect.page-read");
    await saveShipments(run, page);
    if (!page.more) return true;
    if (run.isTimeUp()) return false;
    run.signal.throwIfAborted();
  }
}
