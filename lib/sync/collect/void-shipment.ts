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
