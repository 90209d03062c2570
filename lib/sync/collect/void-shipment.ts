import { isPositive, type Quantity, smaller, subtract } from "@/lib/core/quantity";
import type { Tx } from "@/lib/db/client";
import type { WarehouseShipment } from "@/lib/warehouses/contract";
import { addEvents } from "../add-events";
import type { ChannelRun } from "../context";

/**
 * Takes a voided label out of the count and turns its ledger entries round: one that was never sent is over; one that was, or may have been, is undone in Acumatica.
 * Rising the entry's lease number refuses a process that is writing it at this moment. Returns the orders concerned.
 */
export async function voidShipment(tx: Tx, run: ChannelRun, input: { id: string; shipment: WarehouseShipment }): Promise<string[]> {
  await tx.$executeRaw`update "Shipment" set voided = true, "voidedAt" = ${input.shipment.voidedAt ?? null}::timestamptz where id = ${input.id}::uuid`;
  const lines = await tx.$queryRaw<{ orderId: string }[]>`
    update "OrderLine" l set "shippedQuantity" = greatest(0, l."shippedQuantity" - s.quantity)
      from "ShipmentLine" s where s."shipmentId" = ${input.id}::uuid and l."orderId" = s."orderId" and l."lineRef" = s."lineRef" returning l."orderId"`;
  await countAgain(tx, input.id);
  const entries = await tx.$queryRaw<{ targetOrderId: string; isUntouched: boolean }[]>`
    update "WriteBack" set action = 'undo', "leaseNo" = "leaseNo" + 1, "leaseUntil" = null, "problemId" = null, "statusSince" = clock_timestamp(),
           status = case when attempts = 0 then 'done' else 'waiting' end, "nextAttemptAt" = null, looks = 0, "operationUrl" = null,
           "doneAt" = case when attempts = 0 then clock_timestamp() end,
           "statusReason" = case when attempts = 0 then 'Voided before it was written' else 'Voided after it was written' end
     where "shipmentId" = ${input.id}::uuid and action = 'write' returning "targetOrderId", attempts = 0 as "isUntouched"`;
  const tracking = input.shipment.packages.map(box => box.trackingNumber).join(", ");
  await addEvents(tx, {
    workspaceId: run.scope.workspaceId,
    actor: run.scope.actor,
    events: entries.map(entry => ({
      kind: "shipment.voided",
      text: entry.isUntouched
        ? `Label ${tracking} was voided at ${run.warehouse.name}. Nothing had been written to Acumatica.`
        : `Label ${tracking} was voided at ${run.warehouse.name} after it was written: taking it out of Acumatica.`,
      orderId: entry.targetOrderId,
      connectionId: run.connection.id,
      warehouseId: run.warehouse.id,
      runId: run.runId,
    })),
  });
  return [...new Set([...lines.map(line => line.orderId), ...entries.map(entry => entry.targetOrderId)])];
}

/**
 * Goods of a voided label may still be in a box of another label of the same order, which repeated them and counted none: they count there now,
 * oldest label first, never more than it reported.
 */
async function countAgain(tx: Tx, voidedId: string): Promise<void> {
  const freed = await tx.$queryRaw<{ orderId: string; lineRef: string; quantity: string }[]>`
    select "orderId", "lineRef", quantity::text from "ShipmentLine" where "shipmentId" = ${voidedId}::uuid and quantity > 0`;
  for (const line of freed) {
    const others = await tx.$queryRaw<{ id: string; room: string }[]>`
      select l.id, (l."reportedQuantity" - l.quantity)::text as room from "ShipmentLine" l join "Shipment" s on s.id = l."shipmentId"
       where l."orderId" = ${line.orderId}::uuid and l."lineRef" = ${line.lineRef} and l."shipmentId" <> ${voidedId}::uuid and not s.voided and s.kind <> 'return'
         and l."reportedQuantity" > l.quantity order by s."createdAtWarehouse", l.id`;
    let left: Quantity = line.quantity;
    for (const other of others) {
      const take = smaller(left, other.room);
      if (!isPositive(take)) break;
      left = subtract(left, take);
      await tx.$executeRaw`update "ShipmentLine" set quantity = quantity + ${take}::numeric where id = ${other.id}::uuid`;
      await tx.$executeRaw`update "OrderLine" set "shippedQuantity" = "shippedQuantity" + ${take}::numeric where "orderId" = ${line.orderId}::uuid and "lineRef" = ${line.lineRef}`;
    }
  }
}
