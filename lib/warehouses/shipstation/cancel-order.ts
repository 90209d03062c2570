import type { CancelResult } from "../contract";
import { WarehouseError } from "../warehouse-error";
import type { ShipStationClient } from "./client";
import { InternalError } from "./failure";
import { findOrder, findOrders } from "./find-orders";
import { orderSchema, type ShipStationOrder } from "./records";

/**
 * Cancels an order while it is still open, by sending it again, whole, as cancelled (ShipStation V1: POST /orders/createorder). An order that was split is
 * cancelled part by part, and not at all once any part is shipped. An order ShipStation has deleted will not ship: cancelled.
 */
export async function cancelOrder(
  client: ShipStationClient,
  { warehouseKey, warehouseRef }: { warehouseKey: string; warehouseRef: string },
): Promise<CancelResult> {
  const found = await findOrder(client, { orderId: warehouseRef });
  const { parts, exchangeId } = await partsOf(client, { found, warehouseKey });
  if (parts.some(part => part.orderStatus === "shipped")) return { outcome: "too_late", exchangeId };
  let lastExchangeId = exchangeId;
  for (const part of parts.filter(one => one.orderStatus !== "cancelled")) {
    const result = await cancelPart(client, part);
    if (result.outcome === "too_late") return result;
    lastExchangeId = result.exchangeId;
  }
  return { outcome: "cancelled", exchangeId: lastExchangeId };
}

type Found = Awaited<ReturnType<typeof findOrder>>;

async function partsOf(
  client: ShipStationClient,
  { found, warehouseKey }: { found: Found; warehouseKey: string },
): Promise<{ parts: ShipStationOrder[]; exchangeId: string }> {
  if (!found) {
    // Merged or split by hand, it may live on under another id, with its number, which orders are sent with as their key.
    const { orders, exchangeId } = await findOrders(client, { orderNumber: warehouseKey });
    return { parts: orders.filter(order => order.orderKey === warehouseKey), exchangeId };
  }
  const { order, exchangeId } = found;
  if (!order.advancedOptions?.mergedOrSplit || !order.orderNumber) return { parts: [order], exchangeId };
  const list = await findOrders(client, { orderNumber: order.orderNumber });
  const parts = list.orders.filter(one => one.orderKey === warehouseKey || one.orderId === order.orderId);
  return { parts: parts.length > 0 ? parts : [order], exchangeId: list.exchangeId };
}

async function cancelPart(
  client: ShipStationClient,
  part: ShipStationOrder,
): Promise<{ outcome: "cancelled" | "too_late"; exchangeId: string }> {
  try {
    // ShipStation gave its id as a number and takes it back as one.
    const body = { ...part, orderId: Number(part.orderId), orderStatus: "cancelled" };
    const { data, exchangeId } = await client.call({ label: "orders.cancel", path: "/orders/createorder", body, schema: orderSchema });
    return { outcome: data.orderStatus === "shipped" ? "too_late" : "cancelled", exchangeId };
  } catch (error) {
    // The text of a broken rule may come as 400 or as 500: the envelope is not documented.
    if (!(error instanceof InternalError) && !(error instanceof WarehouseError && error.code === "rejected")) throw error;
    // Refused: perhaps it was shipped between the look and the call. Looking again tells.
    const now = await findOrder(client, { orderId: part.orderId });
    if (now?.order.orderStatus === "shipped") return { outcome: "too_late", exchangeId: now.exchangeId };
    if (now?.order.orderStatus === "cancelled") return { outcome: "cancelled", exchangeId: now.exchangeId };
    throw error;
  }
}
