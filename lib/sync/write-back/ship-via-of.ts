import { inWorkspaceSql } from "@/lib/db/tx";
import type { ChannelRun } from "../context";
import type { LedgerEntry } from "./entry";

/**
 * The Ship Via that stands for the carrier and service really used: the connection's own ship-method match, read backwards. Null when none or more than one fits,
 * and then Acumatica keeps the order's; the carrier is in the package description in any case.
 */
export async function shipViaOf(run: ChannelRun, entry: LedgerEntry): Promise<string | null> {
  const { carrier, service } = entry.shipment;
  if (!carrier || !service) return null;
  const rows = await inWorkspaceSql(
    run.scope,
    tx => tx.$queryRaw<{ from: string }[]>`
    select "from" from "Mapping" where "connectionId" = ${run.connection.id}::uuid and kind = 'ship_method'
       and "to"->>'carrierCode' = ${carrier} and "to"->>'serviceCode' = ${service} limit 2`,
  );
  return rows.length === 1 ? (rows[0]?.from ?? null) : null;
}
