import { NotFoundError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import type { ActionTarget } from "./order-changes";

/** The order an action is about, locked until the transaction ends. Throws NotFoundError when it is not this caller's. */
export async function loadActionTarget(tx: Tx, scope: Scope, orderId: string): Promise<ActionTarget> {
  const [row] = await tx.$queryRaw<ActionTarget[]>`
    select o.id, o."connectionId", o."warehouseId", o."sourceKind", o.source, o.status, o."resumeStatus", o."statusReason", o."warehouseKey", o."warehouseRef",
           o."sendingSince" is not null as "isSending", o."contentHash" = 'unreadable' as "isUnreadable", o."lateChange"->>'kind' as "lateChangeKind",
           exists (select 1 from "ShipmentLine" l join "Shipment" s on s.id = l."shipmentId" where l."orderId" = o.id and not s.voided) as "hasShipments"
      from "Order" o where o.id = ${orderId}::uuid and o."workspaceId" = ${scope.workspaceId}::uuid and (${scope.merchantId}::uuid is null or o."merchantId" = ${scope.merchantId}::uuid)
       for update of o`;
  if (!row) throw new NotFoundError("order");
  return row;
}
