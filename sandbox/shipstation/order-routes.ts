import { randomUUID } from "node:crypto";
import { asText, type Json } from "./json-fields";
import { readOrderArray, readSingleOrder } from "./order-shape";
import type { Order } from "./order-types";
import { notifyImported, type UpsertOutcome, upsertOrder } from "./order-upsert";
import { ruleError, VendorError } from "./vendor-error";
import type { World } from "./world";

const BATCH_MAX = 100;

interface BatchRow {
  orderId: number | null;
  orderNumber: string | null;
  orderKey: string | null;
  success: boolean;
  errorMessage: string | null;
}

/** POST /orders/createorder. @throws VendorError */
export function createOrder(world: World, body: unknown): Order {
  const given = readSingleOrder(body);
  const importBatch = randomUUID();
  const outcome = upsertOrder(world, given, importBatch);
  notifyImported(world, [outcome], importBatch);
  return outcome.record.doc;
}

/** What the switches do to a finished batch answer: rows missing, in another order, or with keys nobody sent. */
function damage(world: World, rows: BatchRow[]): BatchRow[] {
  const { dropLast, dropKeys, reorder, unknownKeys } = world.switches.batchAnswer;
  let shown = rows.filter(row => !dropKeys.includes(row.orderKey ?? ""));
  if (dropLast > 0) shown = shown.slice(0, -dropLast);
  if (reorder) shown = [...shown].reverse();
  return shown.map((row, index) => (index < unknownKeys ? { ...row, orderKey: randomUUID(), orderNumber: `UNKNOWN-${index + 1}` } : row));
}

function upsertRow(world: World, given: Json, importBatch: string): { row: BatchRow; outcome: UpsertOutcome | null } {
  try {
    const outcome = upsertOrder(world, given, importBatch);
    const { orderId, orderNumber, orderKey } = outcome.record.doc;
    return { row: { orderId, orderNumber, orderKey, success: true, errorMessage: null }, outcome };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    const row = { orderId: null, orderNumber: asText(given.orderNumber), orderKey: asText(given.orderKey), success: false };
    return { row: { ...row, errorMessage: error.message }, outcome: null };
  }
}

/** POST /orders/createorders: 1 to 100 orders, each with its own result; 200 also when some fail. @throws VendorError for the whole call */
export function createOrders(world: World, body: unknown): { hasErrors: boolean; results: BatchRow[] } {
  const orders = readOrderArray(body);
  if (orders.length === 0) throw ruleError("At least one order is required.");
  if (orders.length > BATCH_MAX) throw ruleError(`A maximum of ${BATCH_MAX} orders can be created per call.`);
  const importBatch = randomUUID();
  const done = orders.map(given => upsertRow(world, given, importBatch));
  notifyImported(
    world,
    done.flatMap(({ outcome }) => outcome ?? []),
    importBatch,
  );
  const rows = done.map(({ row }) => row);
  return { hasErrors: rows.some(row => !row.success), results: damage(world, rows) };
}
