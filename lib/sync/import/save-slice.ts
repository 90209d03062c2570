import { DatabaseError } from "pg";
import { newId } from "@/lib/core/ids";
import type { SqlTx } from "@/lib/db/sql-tx";
import { inWorkspaceSql } from "@/lib/db/tx";
import { type MappedOrder, type MappingTables, mapOrder } from "@/lib/mapping/map-order";
import { contentHash } from "@/lib/orders/content-hash";
import type { SourceOrder } from "@/lib/orders/source-order";
import { addEvents } from "../add-events";
import type { ChannelRun } from "../context";
import { holdLease } from "../lease";
import { assignMappingProblems } from "./assign-mapping-problems";
import { cleanJson } from "./clean-json";
import { loadKnownOrders } from "./load-known-orders";
import type { PlannedOrder } from "./order-rows";
import { type OrderPlan, planOrder } from "./plan-order";
import { saveLateChange } from "./save-late-change";
import { saveUnreadable, type UnreadableRecord } from "./save-unreadable";
import { insertOrders, noteSource, replaceOrders } from "./write-orders";

export interface Slice {
  orders: SourceOrder[];
  failures: UnreadableRecord[];
  /** Saved with the rows; null while a slice is being saved in parts. */
  cursor: Record<string, unknown> | null;
  exchangeId?: string;
}

/**
 * Saves orders, lines, events and the cursor in one transaction. What PostgreSQL refuses for one record's sake is isolated by halving: the
 * poisoned record becomes a problem, the rest of the slice goes on, and the cursor moves only after all of it.
 */
export async function saveSlice(run: ChannelRun, whole: Slice, mappings: MappingTables): Promise<void> {
  const slice = setOversizedAside(whole);
  try {
    await saveOnce(run, slice, mappings);
  } catch (error) {
    if (!isRefusedByDatabase(error)) throw error;
    const [only] = slice.orders;
    if (slice.orders.length === 1 && only) {
      const record = { key: only.key, raw: null, message: "The record holds something that can't be stored." };
      return saveSlice(run, { ...slice, orders: [], failures: [...slice.failures, record] }, mappings);
    }
    if (slice.orders.length === 0) throw error;
    const half = Math.ceil(slice.orders.length / 2);
    await saveSlice(run, { ...slice, orders: slice.orders.slice(0, half), failures: [], cursor: null }, mappings);
    await saveSlice(run, { ...slice, orders: slice.orders.slice(half) }, mappings);
  }
}

/** A record too large to keep whole is told of like one that can't be read; nobody packs an order of many megabytes. */
function setOversizedAside(slice: Slice): Slice {
  const kept = slice.orders.filter(order => cleanJson(order.raw) !== null);
  if (kept.length === slice.orders.length) return slice;
  const oversized = slice.orders.filter(order => !kept.includes(order));
  const failures = oversized.map(order => ({
    key: order.key,
    raw: null,
    message: "The record is larger than 8 MB; look for a very long note or description.",
  }));
  return { ...slice, orders: kept, failures: [...slice.failures, ...failures] };
}

/** Data the database will never take (bad text, out of range, too large), as against a lost connection or a lost lease. PostgreSQL: SQLSTATE 22xxx, 54000. */
function isRefusedByDatabase(error: unknown): boolean {
  return error instanceof DatabaseError && /^(22...|54000)$/.test(error.code ?? "");
}

async function saveOnce(run: ChannelRun, slice: Slice, mappings: MappingTables): Promise<void> {
  const counts = await inWorkspaceSql(
    run.scope,
    async tx => {
      await holdLease(tx, run.lease);
      const known = await loadKnownOrders(tx, { storeId: run.store.id, connectionId: run.connection.id, orders: slice.orders });
      const planned = slice.orders.map(order => {
        const mapped = mapOrder(order, mappings, run.store.settings);
        const hash = contentHash(order);
        const before = known.get(`${order.kind} ${order.key}`) ?? null;
        return { order, mapped, hash, id: before?.id ?? newId(), plan: planOrder({ order, mapped, contentHash: hash, known: before }) };
      });
      const result = await apply(tx, run, { planned, exchangeId: slice.exchangeId });
      for (const failure of slice.failures) await saveUnreadable(tx, run, failure);
      if (slice.cursor)
        await tx.$executeRaw`update "Channel" set cursor = ${JSON.stringify(slice.cursor)}::jsonb where id = ${run.channel.id}::uuid`;
      return result;
    },
    "import.slice",
  );
  for (const [name, count] of Object.entries(counts)) run.counters[name as keyof typeof counts] += count;
  run.counters.read += slice.orders.length + slice.failures.length;
  run.counters.unreadable += slice.failures.length;
  if (slice.cursor) run.channel.cursor = slice.cursor;
}

interface Planned {
  order: SourceOrder;
  mapped: MappedOrder;
  hash: string;
  id: string;
  plan: OrderPlan;
}

async function apply(tx: SqlTx, run: ChannelRun, input: { planned: Planned[]; exchangeId?: string }) {
  const pick = (action: OrderPlan["action"]) => input.planned.filter(one => one.plan.action === action);
  const rows = (action: "create" | "replace"): PlannedOrder[] =>
    pick(action).map(one => ({ ...one, contentHash: one.hash, ...(one.plan as Extract<OrderPlan, { action: "create" | "replace" }>) }));
  const creates = rows("create");
  const replaces = rows("replace");
  const created = await insertOrders(tx, run, creates);
  await replaceOrders(tx, run, replaces);
  await noteSource(
    tx,
    input.planned.flatMap(one => (one.plan.action === "note" ? [{ ...one.plan, id: one.id, order: one.order }] : [])),
  );
  for (const one of pick("late_change")) {
    await saveLateChange(tx, run, {
      orderId: one.id,
      kind: (one.plan as Extract<OrderPlan, { action: "late_change" }>).kind,
      order: one.order,
    });
  }
  const fresh = creates.filter(one => created.has(one.id));
  await assignMappingProblems(tx, run, [...fresh, ...replaces]);
  const about = (one: PlannedOrder, kind: string, text: string) => ({
    kind,
    text,
    orderId: one.id,
    connectionId: run.connection.id,
    storeId: run.store.id,
    runId: run.runId,
    exchangeId: input.exchangeId ?? null,
  });
  await addEvents(tx, {
    workspaceId: run.scope.workspaceId,
    actor: run.scope.actor,
    events: [
      ...fresh.map(one => about(one, "order.imported", importedText(one))),
      ...replaces.map(one =>
        about(
          one,
          "order.changed",
          one.reason ? `Read again from Acumatica: ${one.reason}.` : "Read again from Acumatica: content and status taken over.",
        ),
      ),
    ],
  });
  return {
    imported: created.size,
    changed: replaces.length + pick("late_change").length,
    skipped: pick("skip").length,
    held: fresh.filter(one => one.status !== "ready").length,
  };
}

function importedText(one: PlannedOrder): string {
  const count = one.mapped.lines.length;
  const lines = `${count} line${count === 1 ? "" : "s"}`;
  return one.reason ? `Imported from Acumatica. ${lines}. ${one.reason}.` : `Imported from Acumatica. ${lines}, all matched.`;
}
