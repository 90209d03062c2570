import { AppError } from "@/lib/core/errors";
import type { OutgoingOrder, SendOutcome, SendReport, WarehouseErrorCode } from "../contract";
import { WarehouseError } from "../warehouse-error";
import { checkOrder } from "./check-order";
import type { ShipStationClient } from "./client";
import { findOrders } from "./find-orders";
import { orderDocument } from "./order-document";
import { batchAnswerSchema } from "./records";

/** Each refused row costs one look; the rest of a thoroughly refused batch is asked for again with the next one. */
const LOOKS_MAX = 10;

type Row = { orderId?: string | null; success?: boolean | null; errorMessage?: string | null };

/**
 * Sends up to 100 orders in one call (ShipStation V1: POST /orders/createorders, an upsert by `orderKey`). Rows are matched by their key, not by their place;
 * an order the answer does not name gets no outcome and stays in doubt.
 * @throws WarehouseError `rejected` when the batch as a whole could not be read: the caller sends smaller ones to find the row at fault.
 */
export async function sendOrders(client: ShipStationClient, orders: OutgoingOrder[]): Promise<SendReport> {
  const checked = orders.map(order => ({ order, refusal: checkOrder(order) }));
  const outcomes: SendOutcome[] = checked.flatMap(({ order, refusal }) =>
    refusal ? [{ outcome: "refused", warehouseKey: order.warehouseKey, ...refusal }] : [],
  );
  const toSend = checked.flatMap(({ order, refusal }) => (refusal ? [] : [order]));
  if (toSend.length === 0) return { outcomes, exchangeId: null, durationMs: 0 };
  const reply = await client.call({
    label: "orders.createorders",
    path: "/orders/createorders",
    body: toSend.map(orderDocument),
    schema: batchAnswerSchema,
  });
  const rows = new Map(reply.data.results.flatMap(row => (row.orderKey ? [[row.orderKey, row] as const] : [])));
  const refused: { order: OutgoingOrder; row: Row }[] = [];
  for (const order of toSend) {
    const row = rows.get(order.warehouseKey);
    if (row?.success && row.orderId) outcomes.push({ outcome: "accepted", warehouseKey: order.warehouseKey, warehouseRef: row.orderId });
    else if (row && !row.success) refused.push({ order, row });
  }
  outcomes.push(...(await settleRefused(client, refused)));
  return { outcomes, exchangeId: reply.exchangeId, durationMs: reply.durationMs };
}

/**
 * Tells "finished there already" from "refused" by looking, because ShipStation does not document what updating a shipped order answers. A look that fails
 * must not cost the outcomes that are known: that row, and the ones after it, are asked again later.
 */
async function settleRefused(client: ShipStationClient, refused: { order: OutgoingOrder; row: Row }[]): Promise<SendOutcome[]> {
  const outcomes: SendOutcome[] = [];
  let stopped: { code: WarehouseErrorCode; retryAfterMs?: number } | null = null;
  for (const [index, { order, row }] of refused.entries()) {
    if (index >= LOOKS_MAX) stopped ??= { code: "throttled", retryAfterMs: 0 };
    if (!stopped) {
      try {
        outcomes.push(await lookAtRefused(client, { order, row }));
        continue;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const retryAfterMs = error.retry.kind === "after" ? error.retry.afterMs : undefined;
        stopped = {
          code: error instanceof WarehouseError ? error.code : "throttled",
          ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        };
      }
    }
    outcomes.push({ outcome: "try_later", warehouseKey: order.warehouseKey, ...stopped });
  }
  return outcomes;
}

async function lookAtRefused(client: ShipStationClient, { order, row }: { order: OutgoingOrder; row: Row }): Promise<SendOutcome> {
  const { warehouseKey } = order;
  const found = (await findOrders(client, { orderNumber: order.number })).orders.filter(one => one.orderKey === warehouseKey);
  const final = (["shipped", "cancelled"] as const).find(status => found.some(one => one.orderStatus === status));
  const holder = found.find(one => one.orderStatus === final);
  if (final && holder) return { outcome: "already_there", warehouseKey, warehouseRef: holder.orderId, final };
  return {
    outcome: "refused",
    warehouseKey,
    code: "rejected",
    message: row.errorMessage?.trim() || "ShipStation refused the order and did not say why.",
  };
}
