import { newId } from "@/lib/core/ids";
import { isPositive, type Quantity, smaller, subtract } from "@/lib/core/quantity";
import type { SqlTx } from "@/lib/db/sql-tx";
import type { ChannelRun } from "../context";
import { referenceOf } from "./create-write-backs";

interface FreedLine {
  orderId: string;
  lineRef: string;
  quantity: Quantity;
}

/**
 * Goods of a voided label may still be in a box of another label of the same order, which repeated them and counted none: they count there now,
 * oldest label first, never more than it reported, and that label's ledger carries them.
 */
export async function countAgain(tx: SqlTx, run: ChannelRun, voidedId: string): Promise<void> {
  const freed = await tx.$queryRaw<FreedLine[]>`
    select "orderId", "lineRef", quantity::text from "ShipmentLine" where "shipmentId" = ${voidedId}::uuid and quantity > 0`;
  for (const line of freed) {
    const others = await tx.$queryRaw<{ id: string; shipmentId: string; room: string }[]>`
      select l.id, l."shipmentId", (l."reportedQuantity" - l.quantity)::text as room from "ShipmentLine" l join "Shipment" s on s.id = l."shipmentId"
       where l."orderId" = ${line.orderId}::uuid and l."lineRef" = ${line.lineRef} and l."shipmentId" <> ${voidedId}::uuid and not s.voided and s.kind <> 'return'
         and l."reportedQuantity" > l.quantity order by s."createdAtWarehouse", l.id`;
    let left: Quantity = line.quantity;
    for (const other of others) {
      const take = smaller(left, other.room);
      if (!isPositive(take)) break;
      left = subtract(left, take);
      await tx.$executeRaw`update "ShipmentLine" set quantity = quantity + ${take}::numeric where id = ${other.id}::uuid`;
      await tx.$executeRaw`update "OrderLine" set "shippedQuantity" = "shippedQuantity" + ${take}::numeric where "orderId" = ${line.orderId}::uuid and "lineRef" = ${line.lineRef}`;
      await carry(tx, run, { shipmentId: other.shipmentId, line });
    }
  }
}

/** A label without goods has one entry only; with goods it needs one per Acumatica warehouse. */
async function carry(tx: SqlTx, run: ChannelRun, input: { shipmentId: string; line: FreedLine }): Promise<void> {
  const id = newId();
  await tx.$executeRaw`
    insert into "WriteBack" (id, "workspaceId", "connectionId", "shipmentId", "targetOrderId", "erpWarehouseId", reference)
    select ${id}::uuid, ${run.scope.workspaceId}::uuid, o."connectionId", ${input.shipmentId}::uuid, o.id,
           case when o.mode = 'shipment' then '' else coalesce(l."erpWarehouseId", '') end, ${referenceOf(id)}
      from "Order" o join "OrderLine" l on l."orderId" = o.id and l."lineRef" = ${input.line.lineRef} where o.id = ${input.line.orderId}::uuid
    on conflict ("shipmentId", "targetOrderId", "erpWarehouseId") do nothing`;
}
