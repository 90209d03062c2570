import { newId } from "@/lib/core/ids";
import { add } from "@/lib/core/quantity";
import type { SqlTx } from "@/lib/db/sql-tx";
import { allocateShipped, type CountedLine } from "@/lib/orders/allocate-shipped";
import { openProblem } from "@/lib/problems/problem-store";
import type { WarehouseShipment } from "@/lib/warehouses/contract";
import { addEvents } from "../add-events";
import type { ChannelRun } from "../context";
import { cleanJson } from "../import/clean-json";
import { createWriteBacks } from "./create-write-backs";
import type { MatchedOrder } from "./match-orders";

/**
 * Saves one shipment that was not known, counts its lines and opens its ledger entries. Return labels and labels that were voided before we saw them are
 * kept for the story and count nothing. False when another process saved it first.
 */
export async function saveShipment(
  tx: SqlTx,
  run: ChannelRun,
  input: { shipment: WarehouseShipment; orders: MatchedOrder[]; exchangeId: string | null },
): Promise<boolean> {
  const { shipment, orders } = input;
  const id = await insertShipment(tx, run, shipment);
  if (!id) return false;
  const isCounted = shipment.kind !== "return" && !shipment.voided;
  if (isCounted) {
    const { counted, unknown } = allocateShipped(
      shipment.lines,
      orders.flatMap(order => order.lines),
    );
    await insertLines(tx, run, { shipmentId: id, counted });
    for (const line of counted) {
      const known = orders.flatMap(order => order.lines).find(open => open.orderId === line.orderId && open.lineRef === line.lineRef);
      if (known) known.shipped = add(known.shipped, line.quantity);
    }
    await createWriteBacks(tx, run, { shipmentId: id, orders, counted });
    if (unknown.length > 0) await noteUnknownLines(tx, run, { shipment, skus: unknown.map(line => line.sku) });
  }
  await addEvents(tx, {
    workspaceId: run.scope.workspaceId,
    actor: run.scope.actor,
    events: orders.map(order => ({
      kind: shipment.kind === "return" ? "shipment.return_label" : isCounted ? "shipment.collected" : "shipment.voided",
      text: eventText(run, shipment),
      orderId: order.id,
      connectionId: order.connectionId,
      warehouseId: run.warehouse.id,
      runId: run.runId,
      exchangeId: input.exchangeId,
    })),
  });
  return true;
}

function eventText(run: ChannelRun, shipment: WarehouseShipment): string {
  const tracking = shipment.packages.map(box => box.trackingNumber).join(", ") || "no tracking number";
  if (shipment.kind === "return")
    return `${run.warehouse.name} made a return label ${tracking}. It is not an outbound shipment: nothing is written back.`;
  if (shipment.voided) return `Label ${tracking} was voided before it was collected: nothing is written back.`;
  const carrier = [shipment.carrier, shipment.service].filter(Boolean).join(" ");
  return shipment.kind === "fulfilment"
    ? `Marked as shipped at ${run.warehouse.name}${carrier ? ` with ${carrier}` : ""}: ${tracking}.`
    : `${run.warehouse.name} shipped${carrier ? ` with ${carrier}` : ""}: ${tracking}.`;
}

async function insertShipment(tx: SqlTx, run: ChannelRun, shipment: WarehouseShipment): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    insert into "Shipment" (id, "workspaceId", "warehouseId", "externalId", kind, carrier, service, "shippedAt", "createdAtWarehouse", voided, "voidedAt", cost, raw)
    values (${newId()}::uuid, ${run.scope.workspaceId}::uuid, ${run.warehouse.id}::uuid, ${shipment.externalId}, ${shipment.kind}, ${shipment.carrier ?? null}, ${shipment.service ?? null},
            ${shipment.shippedAt}::timestamptz, ${shipment.createdAt}::timestamptz, ${shipment.voided}, ${shipment.voidedAt ?? null}::timestamptz, ${shipment.cost ?? null}::numeric,
            ${cleanJson(shipment.raw) ?? "null"}::jsonb)
    on conflict ("warehouseId", "externalId") do nothing returning id`;
  const id = rows[0]?.id;
  if (!id) return null;
  await tx.$executeRaw`
    insert into "Package" (id, "workspaceId", "shipmentId", "trackingNumber", weight, "weightUnit", dimensions)
    select r.id, ${run.scope.workspaceId}::uuid, ${id}::uuid, r."trackingNumber", r.weight, r."weightUnit", r.dimensions
      from jsonb_to_recordset(${JSON.stringify(shipment.packages.map(box => ({ ...box, id: newId() })))}::jsonb)
           as r(id uuid, "trackingNumber" text, weight numeric, "weightUnit" text, dimensions jsonb)`;
  return id;
}

async function insertLines(tx: SqlTx, run: ChannelRun, input: { shipmentId: string; counted: CountedLine[] }): Promise<void> {
  if (input.counted.length === 0) return;
  const lines = JSON.stringify(input.counted.map(line => ({ ...line, id: newId() })));
  await tx.$executeRaw`
    insert into "ShipmentLine" (id, "workspaceId", "shipmentId", "orderId", "lineRef", quantity, "reportedQuantity")
    select r.id, ${run.scope.workspaceId}::uuid, ${input.shipmentId}::uuid, r."orderId", r."lineRef", r.quantity, r."reportedQuantity"
      from jsonb_to_recordset(${lines}::jsonb) as r(id uuid, "orderId" uuid, "lineRef" text, quantity numeric, "reportedQuantity" numeric)`;
  await tx.$executeRaw`
    update "OrderLine" l set "shippedQuantity" = l."shippedQuantity" + r.quantity
      from jsonb_to_recordset(${lines}::jsonb) as r("orderId" uuid, "lineRef" text, quantity numeric)
     where l."orderId" = r."orderId" and l."lineRef" = r."lineRef" and r.quantity > 0`;
}

async function noteUnknownLines(tx: SqlTx, run: ChannelRun, input: { shipment: WarehouseShipment; skus: string[] }): Promise<void> {
  await openProblem(tx, {
    workspaceId: run.scope.workspaceId,
    connectionId: run.connection.id,
    code: "unknown_shipment_line",
    subject: input.shipment.externalId,
    message: `${run.warehouse.name} shipped ${input.skus.join(", ")} on order ${input.shipment.orderNumber ?? ""}, which Acumatica did not order.`,
    owner: "operator",
    nextStep: "Tell the merchant what went out in addition; the lines that were ordered are written back.",
    stops: "nothing",
  });
}
