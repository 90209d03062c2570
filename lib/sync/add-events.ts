import { newId } from "@/lib/core/ids";
import type { Actor } from "@/lib/db/scope";
import type { SqlTx } from "@/lib/db/sql-tx";

export interface EventInput {
  kind: string;
  /** One sentence, as the timeline shows it. */
  text: string;
  orderId?: string | null;
  connectionId?: string | null;
  storeId?: string | null;
  warehouseId?: string | null;
  runId?: string | null;
  data?: unknown;
  exchangeId?: string | null;
  durationMs?: number | null;
}

/** Appends to the timeline and the audit log, in bulk; part of the transaction that did what it says. */
export async function addEvents(tx: SqlTx, options: { workspaceId: string; actor: Actor; events: EventInput[] }): Promise<void> {
  if (options.events.length === 0) return;
  const rows = options.events.map(event => ({ ...event, id: newId() }));
  await tx.$executeRaw`
    insert into "Event" (id, "workspaceId", at, "orderId", "connectionId", "storeId", "warehouseId", "runId", kind, text, data, "exchangeId", "durationMs",
                         "actorKind", "actorId", "actorName")
    select r.id, ${options.workspaceId}::uuid, clock_timestamp(), r."orderId", r."connectionId", r."storeId", r."warehouseId", r."runId", r.kind, r.text, r.data,
           r."exchangeId", r."durationMs", ${options.actor.kind}, ${options.actor.id}, ${options.actor.name}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "orderId" uuid, "connectionId" uuid, "storeId" uuid, "warehouseId" uuid, "runId" uuid,
           kind text, text text, data jsonb, "exchangeId" uuid, "durationMs" int)`;
}
