import type { ShipStationClient } from "./client";
import { orderListSchema, orderSchema, type ShipStationOrder } from "./records";

/**
 * Orders with exactly this number: ShipStation V1's filter matches the beginning, so the answer is filtered again. Parts of a split order share it.
 */
export async function findOrders(
  client: ShipStationClient,
  { orderNumber }: { orderNumber: string },
): Promise<{ orders: ShipStationOrder[]; exchangeId: string }> {
  const { data, exchangeId } = await client.call({
    label: "orders.list",
    path: "/orders",
    query: { orderNumber, pageSize: "500" },
    schema: orderListSchema,
  });
  return { orders: data.orders.filter(order => order.orderNumber === orderNumber), exchangeId };
}

/** One order by ShipStation's id, whole; null when ShipStation does not know it (any more). */
export async function findOrder(
  client: ShipStationClient,
  { orderId }: { orderId: string },
): Promise<{ order: ShipStationOrder; exchangeId: string } | null> {
  const reply = await client.find({ label: "orders.get", path: `/orders/${encodeURIComponent(orderId)}`, schema: orderSchema });
  return reply && { order: reply.data, exchangeId: reply.exchangeId };
}
