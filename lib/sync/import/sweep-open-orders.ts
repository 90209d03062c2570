import { AcumaticaError } from "@/lib/acumatica/errors";
import { getSourceOrder } from "@/lib/acumatica/get-source-order";
import { listOpenKeys } from "@/lib/acumatica/list-open-keys";
import type { AcumaticaSession } from "@/lib/acumatica/session";
import { inWorkspace } from "@/lib/db/tx";
import type { MappingTables } from "@/lib/mapping/map-order";
import type { SourceKind, SourceOrder } from "@/lib/orders/source-order";
import { addEvents } from "../add-events";
import type { ChannelRun } from "../context";
import { holdLease } from "../lease";
import { REASON } from "./plan-order";
import { saveSlice } from "./save-slice";
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
    const order = await readOrNull({ session: options.session, kind: options.kind, key });
    if (order) await saveSlice(run, { orders: [order], failures: [], cursor: null }, options.mappings);
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
    select "sourceKey", status in ('ready', 'needs_mapping', 'on_hold', 'at_warehouse') as "isWaiting"
      from "Order" where "storeId" = ${run.store.id}::uuid and "sourceKind" = ${kind} and "contentHash" <> 'unreadable'
       and (status not in ('completed', 'skipped') or "importedAt" > clock_timestamp() - interval '90 days')`,
  );
  return new Map(rows.map(row => [row.sourceKey, row.isWaiting]));
}

async function readOrNull(request: { session: AcumaticaSession; kind: SourceKind; key: string }): Promise<SourceOrder | null> {
  try {
    return await getSourceOrder(request);
  } catch (error) {
    if (error instanceof AcumaticaError && error.code === "not_found") return null;
    throw error;
  }
}

async function markDeleted(run: ChannelRun, record: { kind: SourceKind; key: string }): Promise<void> {
  await inWorkspace(
    run.scope,
    async tx => {
      await holdLease(tx, run.lease);
      const ended = await tx.$queryRaw<{ id: string }[]>`
        update "Order" set status = 'cancelled', "statusReason" = ${REASON.deletedInAcumatica}, "statusSince" = clock_timestamp(), "problemId" = null
         where "storeId" = ${run.store.id}::uuid and "sourceKind" = ${record.kind} and "sourceKey" = ${record.key}
           and status in ('ready', 'needs_mapping', 'on_hold') and "sendingSince" is null returning id`;
      await addEvents(tx, {
        workspaceId: run.scope.workspaceId,
        actor: run.scope.actor,
        events: ended.map(row => ({
          kind: "order.cancelled",
          text: "Deleted in Acumatica before it was sent: not sent.",
          orderId: row.id,
          connectionId: run.connection.id,
          runId: run.runId,
        })),
      });
    },
    "import.deleted",
  );
}
