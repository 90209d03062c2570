import { readStoreSettings } from "@/lib/connections/store-settings";
import type { Tx } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import type { ChannelRun } from "./context";

type Facts = Pick<ChannelRun, "channel" | "connection" | "store" | "warehouse">;

/** Everything a run must know before its first call. Null when the channel or its connection is off. */
export async function loadChannel(scope: Scope, channelId: string): Promise<Facts | null> {
  const found = await inWorkspace(scope, async tx => {
    const row = await tx.channel.findFirst({
      where: { id: channelId, workspaceId: scope.workspaceId },
      include: { connection: { include: { store: true, warehouse: true } } },
    });
    return row?.enabled && row.connection.enabled && !row.pausedAt ? { row, sweepDue: await isSweepDue(tx, channelId) } : null;
  });
  if (!found) return null;
  const { row, sweepDue } = found;
  const { connection } = row;
  const settings = readStoreSettings(connection.store.settings);
  return {
    channel: {
      id: row.id,
      kind: row.kind as "orders" | "shipments",
      cursor: row.cursor as Record<string, unknown>,
      sweepDue,
    },
    connection: {
      id: connection.id,
      name: connection.name,
      merchantId: connection.merchantId,
      orderPrefix: connection.orderPrefix,
      createdAt: connection.createdAt,
    },
    store: {
      id: connection.store.id,
      name: connection.store.name,
      settings,
      mode: settings.importViaShipments ? "shipment" : "sales_order",
      learned: connection.store.learned as Record<string, unknown>,
    },
    warehouse: { id: connection.warehouse.id, name: connection.warehouse.name },
  };
}

/** By the database's clock, as it was planned. A channel for which none was ever planned is due once it has read everything the ordinary way. */
async function isSweepDue(tx: Tx, channelId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isDue: boolean }[]>`
    select kind = 'orders' and coalesce("sweepDueAt" <= clock_timestamp(), cursor ? 'through') as "isDue" from "Channel" where id = ${channelId}::uuid`;
  return row?.isDue ?? false;
}
