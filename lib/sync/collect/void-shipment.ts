import type { SqlTx } from "@/lib/db/sql-tx";
import type { WarehouseShipment } from "@/lib/warehouses/contract";
import { addEvents } from "../add-events";
import type { ChannelRun } from "../context";
import { countAgain } from "./count-again";

/**
 * Takes a voided label out of the count and turns its ledger entries round: one that was never sent is over; one that was, or may have been, is undone in Acumatica. Rising
 * the entry's lease number refuses a process that is writing it at this moment; what that process may have written is in doubt until it was looked for. Returns the orders concerned.
 */
export async function voidShipment(tx: SqlTx, run: ChannelRun, input: { id: string; shipment: WarehouseShipment }): Promise<string[]> {
  await tx.$executeRaw`update "Shipment" set voided = true, "voidedAt" = ${input.shipment.voidedAt ?? null}::timestamptz where id = ${input.id}::uuid`;
  const lines = await tx.$queryRaw<{ orderId: string }[]>`
    update "OrderLine" l set "shippedQuantity" = greatest(0, l."shippedQuantity" - s.quantity)
      from "ShipmentLine" s where s."shipmentId" = ${input.id}::uuid and l."orderId" = s."orderId" and l."lineRef" = s."lineRef" returning l."orderId"`;
  await countAgain(tx, run, input.id);
  const entries = await turnRound(tx, run, input.id);
  await wakeUnconfirmed(tx, input.id);
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

async function turnRound(tx: SqlTx, run: ChannelRun, shipmentId: string): Promise<{ targetOrderId: string; isUntouched: boolean }[]> {
  await tx.$executeRaw`
    update "Order" o set "problemId" = null from "WriteBack" w
     where w."shipmentId" = ${shipmentId}::uuid and w.action = 'write' and o.id = w."targetOrderId" and o."problemId" = w."problemId"`;
  return tx.$queryRaw`
    update "WriteBack" set action = 'undo', "leaseNo" = "leaseNo" + 1, "leaseUntil" = null, "problemId" = null, "statusSince" = clock_timestamp(), looks = 0, "operationUrl" = null,
           status = case when attempts = 0 then 'done' when status in ('sending', 'in_doubt') then 'in_doubt' else 'waiting' end,
           "nextAttemptAt" = case when attempts > 0 and status in ('sending', 'in_doubt') then clock_timestamp() + ${run.runtime.times.doubtPauseMs} * interval '1 millisecond' end,
           "doneAt" = case when attempts = 0 then clock_timestamp() end,
           "statusReason" = case when attempts = 0 then 'Voided before it was written' else 'Voided after it was written' end
     where "shipmentId" = ${shipmentId}::uuid and action = 'write' returning "targetOrderId", attempts = 0 as "isUntouched"`;
}

/** A Shipment that waited for this label's box to be confirmed waits for nothing now: its own entry looks at it again, and confirms it if it is time. */
async function wakeUnconfirmed(tx: SqlTx, shipmentId: string): Promise<void> {
  await tx.$executeRaw`
    update "WriteBack" w set status = 'waiting', "statusSince" = clock_timestamp(), "nextAttemptAt" = null from "WriteBack" v
     where v."shipmentId" = ${shipmentId}::uuid and w."targetOrderId" = v."targetOrderId" and w."shipmentId" <> v."shipmentId"
       and w.action = 'write' and w.status = 'done' and w."writtenAt" is not null and w."confirmedAt" is null`;
}
