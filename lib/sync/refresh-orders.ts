import type { Scope } from "@/lib/db/scope";
import type { SqlTx } from "@/lib/db/sql-tx";
import { deriveFulfilment } from "@/lib/orders/derive-order-status";
import { canMove, type OrderStatus } from "@/lib/orders/order-status";

interface FactsRow {
  id: string;
  status: OrderStatus;
  resumeStatus: OrderStatus | null;
  lines: { quantity: string; shippedQuantity: string }[] | null;
  openWriteBacks: number;
  doneWriteBacks: number;
}

/** Statuses the facts of fulfilment may change. A cancelled order that ships all the same is told as it is. */
const FOLLOWS: OrderStatus[] = ["ready", "at_warehouse", "partly_shipped", "shipped", "completed", "attention", "cancelled"];

/** Brings orders in line with what was shipped and written back. An order that waits for a person keeps waiting, but knows where to resume. */
export async function refreshOrders(tx: SqlTx, options: { scope: Scope; orderIds: string[] }): Promise<void> {
  if (options.orderIds.length === 0) return;
  const rows = await tx.$queryRaw<FactsRow[]>`
    select o.id, o.status, o."resumeStatus",
           (select jsonb_agg(jsonb_build_object('quantity', l.quantity::text, 'shippedQuantity', l."shippedQuantity"::text)) from "OrderLine" l where l."orderId" = o.id) as lines,
           (select count(*)::int from "WriteBack" w where w."targetOrderId" = o.id and w.status <> 'done') as "openWriteBacks",
           (select count(*)::int from "WriteBack" w where w."targetOrderId" = o.id and w.status = 'done' and w.action = 'write') as "doneWriteBacks"
      from "Order" o where o.id = any(${options.orderIds}::uuid[]) order by o.id for update`;
  for (const row of rows) {
    if (!FOLLOWS.includes(row.status)) continue;
    const derived = deriveFulfilment({ lines: row.lines ?? [], openWriteBacks: row.openWriteBacks, doneWriteBacks: row.doneWriteBacks });
    await move(tx, row, derived);
  }
}

async function move(tx: SqlTx, row: FactsRow, derived: OrderStatus): Promise<void> {
  const isUnsent = row.status === "ready" && derived === "at_warehouse";
  const isLeftAlone = row.status === "cancelled" && derived === "at_warehouse";
  if (isUnsent || isLeftAlone) return updateUnits(tx, row.id);
  const isForPerson = row.status === "attention" && derived === "at_warehouse";
  const next = isForPerson ? row.status : derived;
  // An order whose accepting answer was lost proves by its label that the warehouse has it.
  const path: OrderStatus[] = row.status === "ready" && next !== "at_warehouse" ? ["at_warehouse", next] : [next];
  let from: OrderStatus = row.status;
  for (const to of path) {
    if (from !== to && !canMove(from, to)) return updateUnits(tx, row.id);
    from = to;
  }
  await tx.$executeRaw`
    update "Order" set status = ${next}, "statusSince" = case when status = ${next} then "statusSince" else clock_timestamp() end,
           "resumeStatus" = case when ${next} = 'attention' then ${derived === "at_warehouse" ? row.resumeStatus : derived} end,
           "statusReason" = case when status = ${next} then "statusReason" end, "sendingSince" = case when ${next} = 'attention' then "sendingSince" end,
           -- Shipped: what was in the way of that is over, and what is in the way of telling Acumatica counts. Completed: nothing is.
           "problemId" = case when ${next} = 'completed' and status <> 'completed' then null
             when ${next} = 'shipped' and status not in ('shipped', 'completed') then
               (select w."problemId" from "WriteBack" w where w."targetOrderId" = "Order".id and w.status <> 'done' and w."problemId" is not null order by w."createdAt" limit 1)
             else "problemId" end,
           "acceptedAt" = coalesce("acceptedAt", clock_timestamp()),
           "shippedAt" = case when ${next} in ('shipped', 'completed') then coalesce("shippedAt", clock_timestamp()) end,
           "completedAt" = case when ${next} = 'completed' then coalesce("completedAt", clock_timestamp()) end,
           "unitsShipped" = (select coalesce(sum(l."shippedQuantity"), 0) from "OrderLine" l where l."orderId" = "Order".id)
     where id = ${row.id}::uuid and status = ${row.status}`;
}

async function updateUnits(tx: SqlTx, orderId: string): Promise<void> {
  await tx.$executeRaw`update "Order" set "unitsShipped" = (select coalesce(sum("shippedQuantity"), 0) from "OrderLine" where "orderId" = ${orderId}::uuid) where id = ${orderId}::uuid`;
}
