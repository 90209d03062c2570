import { createHash } from "node:crypto";
import { newId } from "@/lib/core/ids";
import { acrossWorkspaces } from "@/lib/db/tx";
import { findWarehouseAdapter } from "@/lib/warehouses/registry";
import type { LoopRuntime } from "./context";

export type WebhookReceipt =
  | { outcome: "stored" }
  | { outcome: "unknown_token" }
  | { outcome: "rejected"; reason: string }
  | { outcome: "ignored"; reason: string };

/** A nudge makes the channel due at most this often: a flood of forged ones costs one poll in ten seconds. */
const NUDGE_EVERY = "10 seconds";

/**
 * Stores the delivery first, then makes the warehouse's shipment channels due. Nothing in the body is believed or followed: it only says "go and look".
 * The same delivery twice, ten times or a day late is one row and at most one look.
 */
export async function receiveWebhook(input: {
  runtime: Pick<LoopRuntime, "db">;
  token: string;
  rawBody: string;
  headers: Record<string, string>;
}): Promise<WebhookReceipt> {
  const hash = createHash("sha256").update(input.token).digest("hex");
  return acrossWorkspaces(
    input.runtime.db,
    async tx => {
      const warehouse = await tx.warehouse.findUnique({
        where: { webhookTokenHash: hash },
        select: { id: true, workspaceId: true, platform: true, settings: true },
      });
      if (!warehouse) return { outcome: "unknown_token" };
      const reading = findWarehouseAdapter(warehouse.platform).readWebhook({
        rawBody: input.rawBody,
        headers: input.headers,
        baseUrl: (warehouse.settings as { baseUrl?: string }).baseUrl,
      });
      if (reading.kind !== "look") return { outcome: reading.kind, reason: reading.reason };
      await tx.$executeRaw`
        insert into "WebhookInbox" (id, "workspaceId", "warehouseId", "deliveryKey", body)
        values (${newId()}::uuid, ${warehouse.workspaceId}::uuid, ${warehouse.id}::uuid, ${reading.deliveryKey}, ${input.rawBody})
        on conflict ("warehouseId", "deliveryKey") do update set times = "WebhookInbox".times + 1`;
      if (reading.what === "shipments") {
        await tx.$executeRaw`
          update "Channel" c set "nextDueAt" = least(c."nextDueAt", greatest(clock_timestamp(), c."lastRunAt" + ${NUDGE_EVERY}::interval))
            from "Connection" k where k.id = c."connectionId" and k."warehouseId" = ${warehouse.id}::uuid and k.enabled and c.enabled and c.kind = 'shipments' and c."nextDueAt" is not null`;
      }
      await tx.$executeRaw`update "WebhookInbox" set "processedAt" = clock_timestamp() where "warehouseId" = ${warehouse.id}::uuid and "deliveryKey" = ${reading.deliveryKey}`;
      return { outcome: "stored" };
    },
    "webhook.stored",
  );
}
