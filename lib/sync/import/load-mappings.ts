import type { Tx } from "@/lib/db/client";
import type { MappingTables } from "@/lib/mapping/map-order";

/** The connection's matches, as the mapper takes them. */
export async function loadMappings(tx: Tx, options: { workspaceId: string; connectionId: string }): Promise<MappingTables> {
  const rows = await tx.mapping.findMany({ where: options, select: { kind: true, from: true, to: true } });
  const skus = new Map<string, string>();
  const shipMethods = new Map<string, { carrierCode: string; serviceCode: string }>();
  for (const row of rows) {
    if (row.kind === "sku" && typeof row.to === "string") skus.set(row.from, row.to);
    if (row.kind === "ship_method") shipMethods.set(row.from, row.to as { carrierCode: string; serviceCode: string });
  }
  return { skus, shipMethods };
}
