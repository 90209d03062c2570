import { newId } from "@/lib/core/ids";
import type { SqlTx } from "@/lib/db/sql-tx";
import { openProblem } from "@/lib/problems/problem-store";
import { addEvents } from "../add-events";
import type { ChannelRun } from "../context";
import { cleanJson, cleanText } from "./clean-json";

/** A record that could not be understood or stored as an order. */
export interface UnreadableRecord {
  key: string | null;
  raw: unknown;
  message: string;
}

/**
 * Keeps the record as an order that needs attention, so that nothing is skipped silently: it is read again whenever it changes in Acumatica.
 * Without a key there is nothing to attach it to, and the problem alone tells of it.
 */
export async function saveUnreadable(tx: SqlTx, run: ChannelRun, record: UnreadableRecord): Promise<void> {
  const name = cleanText(record.key ?? "a record without a number");
  const problemId = await openProblem(tx, {
    workspaceId: run.scope.workspaceId,
    connectionId: run.connection.id,
    code: "unreadable_record",
    subject: name,
    message: `Acumatica sent ${name} in a form that can't be read: ${cleanText(record.message).slice(0, 300)}`,
    owner: "merchant_erp_admin",
    nextStep: "Open the record in Acumatica, correct it and save it; it is read again by itself. The other orders go on.",
    stops: "order",
  });
  if (!record.key) return;
  const kind = run.store.mode === "shipment" ? "Shipment" : "SalesOrder";
  const id = newId();
  const rows = await tx.$queryRaw<{ id: string; isNew: boolean }[]>`
    insert into "Order" (id, "workspaceId", "merchantId", "storeId", "connectionId", "warehouseId", mode, "sourceKind", "sourceKey", number, status, "statusReason", "resumeStatus",
                         "warehouseKey", "shipTo", "sourceStatus", "sourceModifiedAt", "contentHash", source, "unitsOrdered", "problemId")
    values (${id}::uuid, ${run.scope.workspaceId}::uuid, ${run.connection.merchantId}::uuid, ${run.store.id}::uuid, ${run.connection.id}::uuid, ${run.warehouse.id}::uuid,
            ${run.store.mode}, ${kind}, ${name}, ${name.split("/").at(-1) ?? name}, 'attention', 'Could not be read', 'ready', ${`unreadable:${name}`}, '{}'::jsonb, 'unknown',
            'epoch'::timestamptz, 'unreadable', ${cleanJson(record.raw) ?? "null"}::jsonb, 0, ${problemId}::uuid)
    on conflict ("storeId", "sourceKind", "sourceKey") do update set "problemId" = excluded."problemId"
      where "Order".status = 'attention' and "Order"."contentHash" = 'unreadable'
    returning id, (xmax = 0) as "isNew"`;
  if (!rows[0]?.isNew) return;
  await addEvents(tx, {
    workspaceId: run.scope.workspaceId,
    actor: run.scope.actor,
    events: [
      {
        kind: "order.unreadable",
        text: "Imported from Acumatica, but it could not be read.",
        orderId: id,
        connectionId: run.connection.id,
        runId: run.runId,
      },
    ],
  });
}
