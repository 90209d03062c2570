import type { ShipStationClient } from "./client";
import { findOrder } from "./find-orders";
import { fulfilmentSchema } from "./records";

const KEPT_MAX = 200;

/**
 * Order keys for fulfilments, which name only ShipStation's order id: each order is read once (GET /orders/{orderId}), and not again while the windows
 * overlap. An order that is gone has no key; its fulfilment can still be matched by id.
 */
export async function resolveOrderKeys(
  client: ShipStationClient,
  { rows, known }: { rows: unknown[]; known: [string, string][] },
): Promise<{ keys: [string, string][]; exchangeIds: string[] }> {
  const keys = new Map(known);
  const exchangeIds: string[] = [];
  for (const raw of rows) {
    const { orderId } = fulfilmentSchema.safeParse(raw).data ?? {};
    if (!orderId || keys.has(orderId)) continue;
    const found = await findOrder(client, { orderId });
    if (found) exchangeIds.push(found.exchangeId);
    if (found?.order.orderKey) keys.set(orderId, found.order.orderKey);
  }
  return { keys: [...keys].slice(-KEPT_MAX), exchangeIds };
}
