import { AcumaticaError } from "@/lib/acumatica/errors";
import { getSourceRecord } from "@/lib/acumatica/get-source-order";
import { listOpenKeys } from "@/lib/acumatica/list-open-keys";
import { normaliseSalesOrder } from "@/lib/acumatica/normalise-sales-order";
import { normaliseShipment } from "@/lib/acumatica/normalise-shipment";
import type { AcumaticaSession } from "@/lib/acumatica/session";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { inWorkspace } from "@/lib/db/tx";
import type { MappingTables } from "@/lib/mapping/map-order";
import type { SourceKind } from "@/lib/orders/source-order";
import { addEvents } from "../add-events";
import type { ChannelRun } from "../context";
import { holdLease } from "../lease";
import { REASON } from "./plan-order";
import { saveLateChange } from "./save-late-change";
import { type Slice, saveSlice } from "./save-slice";
import { sourceFilter } from "./source-filter";

const SWEEP_EVERY = "1 day";

/**
 * Lists the keys of all open records and repairs what the cursor missed: records stamped long before they were saved, and deleted ones, which
 * no poll ever shows. Daily and on demand; costs one narrow list plus one read per difference.
 */
export async function sweepOpenOrders(
  run: ChannelRun,
  options: { session: AcumaticaSession; kind: SourceKind; mappings: MappingTables },
): Promise<void> {
  const { records } = await listOpenKeys({ session: options.session, kind: options.kind, filter: sourceFilter(run, true) });
  const open = new Set(records.map(record => record.key));
  const known = await knownKeys(run, options.kind);
  const missing = [...open].filter(key => !known.has(key));
  const gone = [...known].filter(([key, isWaiting]) => isWaiting && !open.has(key)).map(([key]) => key);
  for (const key of [...missing, ...gone]) {
    const read = await readAgain({ session: options.session, kind: options.kind, key });
    if (read) await saveSlice(run, { ...read, cursor: null }, options.mappings);
    else await markDeleted(run, { kind: options.kind, key });
  }
  await planSweep(run);
}

/** The next one comes in a day. */
export async function planSweep(run: ChannelRun): Promise<void> {
  await inWorkspace(
    run.scope,
    async tx => {
      await holdLease(tx, run.lease);
      await tx.$executeRaw`update "Channel" set "sweepDueAt" = clock_timestamp() + ${SWEEP_EVERY}::interval where id = ${run.channel.id}::uuid`;
    },
    "import.sweep",
  );
}

/** Every imported key, with whether Acumatica should still show it as open. */
async function knownKeys(run: ChannelRun, kind: SourceKind): Promise<Map<string, boolean>> {
  const rows = await inWorkspace(
    run.scope,
    tx => tx.$queryRaw<{ sourceKey: string; isWaiting: boolean }[]>`
    select "sourceKey", "connectionId" = ${run.connection.id}::uuid and status in ('ready', 'needs_mapping', 'on_hold', 'at_warehouse', 'attention') as "isWaiting"
      from "Order" where "storeId" = ${run.store.id}::uuid and "sourceKind" = ${kind} and "contentHash" <> 'unreadable'
       and (status not in ('completed', 'skipped') or "importedAt" > clock_timestamp() - interval '90 days')`,
  );
  return new Map(rows.map(row => [row.sourceKey, row.isWaiting]));
}

/** Null when it is gone. A record that can't be read is told of like any other, and keeps the rest from nothing. */
async function readAgain(request: {
  session: AcumaticaSession;
  kind: SourceKind;
  key: string;
}): Promise<Pick<Slice, "orders" | "failures"> | null> {
  let raw: Awaited<ReturnType<typeof getSourceRecord>>;
  try {
    raw = await getSourceRecord(request);
  } catch (error) {
    if (error instanceof AcumaticaError && error.code === "not_found") return null;
    throw error;
  }
  try {
    return { orders: [request.kind === "Shipment" ? normaliseShipment(raw) : normaliseSalesOrder(raw)], failures: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { orders: [], failures: [{ key: request.key, raw, message: error.message }] };
  }
}

/** Before it was sent, a deleted order is cancelled; once the warehouse has it, or may have it, a person is told. */
async function markDeleted(run: ChannelRun, record: { kind: SourceKind; key: string }): Promise<void> {
  await inWorkspace(
    run.scope,
    async tx => {
      await holdLease(tx, run.lease);
      const [order] = await tx.$queryRaw<{ id: string; isAtWarehouse: boolean }[]>`
        select id, "warehouseRef" is not null or "sendingSince" is not null as "isAtWarehouse" from "Order"
         where "connectionId" = ${run.connection.id}::uuid and "sourceKind" = ${record.kind} and "sourceKey" = ${record.key}
           and status in ('ready', 'needs_mapping', 'on_hold', 'at_warehouse', 'attention') for update`;
      if (order?.isAtWarehouse) await saveLateChange(tx, run, { orderId: order.id, kind: "deleted", order: null });
      else if (order) await cancelDeleted(tx, run, order.id);
    },
    "import.deleted",
  );
}

async function cancelDeleted(tx: Tx, run: ChannelRun, orderId: string): Promise<void> {
  await tx.$executeRaw`
    update "Order" set status = 'cancelled', "statusReason" = ${REASON.deletedInAcumatica}, "statusSince" = clock_timestamp(), "problemId" = null, "resumeStatus" = null
     where id = ${orderId}::uuid`;
  await addEvents(tx, {
    workspaceId: run.scope.workspaceId,
    actor: run.scope.actor,
    events: [
      {
        kind: "order.cancelled",
        text: "Deleted in Acumatica before it was sent: not sent.",
        orderId,
        connectionId: run.connection.id,
        runId: run.runId,
      },
    ],
  });
}
