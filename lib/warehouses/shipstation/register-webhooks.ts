import { z } from "zod";
import type { ShipStationClient } from "./client";
import { webhooksSchema } from "./records";

const EVENTS = ["SHIP_NOTIFY", "FULFILLMENT_SHIPPED"] as const;

/**
 * Subscribes what is not subscribed yet to `targetUrl`, for all stores of the account; repeats are harmless. An inactive webhook counts as missing. Neither
 * body is kept in a record: the address is the only secret that protects these webhooks.
 */
export async function registerWebhooks(client: ShipStationClient, targetUrl: string): Promise<void> {
  const { data } = await client.call({ label: "webhooks.list", path: "/webhooks", schema: webhooksSchema, record: "credentials" });
  const present = new Set(data.webhooks.filter(hook => hook.Url === targetUrl && hook.Active !== false).map(hook => hook.HookType));
  for (const event of EVENTS.filter(one => !present.has(one))) {
    await client.call({
      label: "webhooks.subscribe",
      path: "/webhooks/subscribe",
      body: { target_url: targetUrl, event, store_id: null, friendly_name: `Dockbridge ${event}` },
      // Classic answers say {id}, the newest documentation {WebHookID, …}: that it is an object is enough.
      schema: z.looseObject({}),
      record: "credentials",
    });
  }
}
