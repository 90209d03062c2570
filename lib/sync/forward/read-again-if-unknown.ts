import type { SqlTx } from "@/lib/db/sql-tx";
import type { ChannelRun } from "../context";

/**
 * An order that the warehouse has shipped although we never heard that it has it (a database restored from a backup, a key used before) may have labels that were passed over
 * as somebody else's. The warehouse's shipments are then read once more from the beginning: what is known changes nothing.
 */
export async function readAgainIfUnknown(tx: SqlTx, run: ChannelRun, shippedIds: string[]): Promise<void> {
  if (shippedIds.length === 0) return;
  await tx.$executeRaw`
    update "Channel" set cursor = jsonb_set(cursor, '{asked}', to_jsonb(coalesce((cursor->>'asked')::int, 0) + 1)),
           "nextDueAt" = case when "nextDueAt" is not null then clock_timestamp() end
     where "connectionId" = ${run.connection.id}::uuid and kind = 'shipments'
       and exists (select 1 from "Order" where id = any(${shippedIds}::uuid[]) and "acceptedAt" is null)`;
}
