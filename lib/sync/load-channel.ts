import { readStoreSettings } from "@/lib/connections/store-settings";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import type { ChannelRun } from "./context";

type Facts = Pick<ChannelRun, "channel" | "connection" | "store" | "warehouse">;

/** Everything a run must know before its first call. Null when the channel or its connection is off. */
export async function loadChannel(scope: Scope, channelId: string): Promise<Facts | null> {
  const row = await inWorkspace(scope, tx =>
    tx.channel.findFirst({
      where: { id: channelId, workspaceId: scope.workspaceId },
      include: { connection: { include: { store: true, warehouse: true } } },
    }),
  );
  if (!row?.enabled || !row.connection.enabled || row.pausedAt) return null;
  const { connection } = row;
  const settings = readStoreSettings(connection.store.settings);
  return {
    channel: {
      id: row.id,
      kind: row.kind as "orders" | "shipments",
      cursor: row.cursor as Record<string, unknown>,
      sweepDue: row.kind === "orders" && row.sweepDueAt !== null && row.sweepDueAt <= new Date(),
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
