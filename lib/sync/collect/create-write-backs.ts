import { newId } from "@/lib/core/ids";
import { isPositive } from "@/lib/core/quantity";
import type { SqlTx } from "@/lib/db/sql-tx";
import type { CountedLine } from "@/lib/orders/allocate-shipped";
import type { ChannelRun } from "../context";
import type { MatchedOrder } from "./match-orders";

/**
 * Opens one ledger entry per order and, in sales-order mode, per Acumatica warehouse. A label whose goods were all counted before (a second box) gets one entry at
 * the warehouse of the lines it names: its tracking follows the goods onto their Shipment.
 */
export async function createWriteBacks(
  tx: SqlTx,
  run: ChannelRun,
  input: { shipmentId: string; orders: MatchedOrder[]; counted: CountedLine[] },
): Promise<void> {
  const entries = input.orders.flatMap(order =>
    erpWarehousesOf(order, input.counted).map(erpWarehouseId => {
      const id = newId();
      return {
        id,
        connectionId: order.connectionId,
        targetOrderId: order.id,
        erpWarehouseId,
        reference: referenceOf(id),
      };
    }),
  );
  await tx.$executeRaw`
    insert into "WriteBack" (id, "workspaceId", "connectionId", "shipmentId", "targetOrderId", "erpWarehouseId", reference)
    select r.id, ${run.scope.workspaceId}::uuid, r."connectionId", ${input.shipmentId}::uuid, r."targetOrderId", r."erpWarehouseId", r.reference
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r(id uuid, "connectionId" uuid, "targetOrderId" uuid, "erpWarehouseId" text, reference text)
    on conflict do nothing`;
}

/** Short enough for Acumatica's reference fields, unique, and recognisable on the screen. */
export function referenceOf(id: string): string {
  return `wb_${id.replaceAll("-", "").slice(-16)}`;
}

function erpWarehousesOf(order: MatchedOrder, counted: CountedLine[]): string[] {
  if (order.mode === "shipment") return [""];
  const mine = counted.filter(line => line.orderId === order.id);
  const withGoods = mine.filter(line => isPositive(line.quantity));
  const at = (lineRef: string) => order.lines.find(line => line.lineRef === lineRef)?.erpWarehouseId ?? "";
  if (withGoods.length > 0) return [...new Set(withGoods.map(line => at(line.lineRef)))];
  const first = mine[0] ?? order.lines[0];
  return [first ? at(first.lineRef) : ""];
}
