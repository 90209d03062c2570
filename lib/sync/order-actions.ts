import { openWarehouse } from "@/lib/connections/open-warehouse";
import { AppError, ConflictError, NotFoundError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { ORDER_STATUSES, type OrderStatus } from "@/lib/orders/order-status";
import { closeSolvedOrderProblems } from "@/lib/problems/problem-store";
import { addEvents } from "./add-events";
import type { LoopRuntime } from "./context";

export const ORDER_ACTIONS = ["retry", "reset", "hold", "release", "archive", "cancel"] as const;
export type OrderAction = (typeof ORDER_ACTIONS)[number];

export interface ActionTarget {
  id: string;
  connectionId: string;
  warehouseId: string;
  status: OrderStatus;
  resumeStatus: OrderStatus | null;
  statusReason: string | null;
  warehouseKey: string;
  warehouseRef: string | null;
  isSending: boolean;
  lateChangeKind: string | null;
  hasShipments: boolean;
}

/** Does one action on one order, guarded by the legal moves, with an entry in its timeline. Throws ConflictError in words when the order is past it. */
export async function actOnOrder(
  scope: Scope,
  input: { orderId: string; action: OrderAction; runtime: LoopRuntime },
): Promise<{ id: string; status: OrderStatus }> {
  if (input.action === "cancel") await cancelAtWarehouse(scope, input);
  return inWorkspace(
    scope,
    async tx => {
      const order = await loadTarget(tx, scope, input.orderId);
      const change = CHANGES[input.action](order);
      if (change.status !== null) await write(tx, order, { status: change.status, reason: change.reason, resend: change.resend ?? false });
      if (input.action === "retry") await wakeWriteBacks(tx, order.id);
      await wakeChannels(tx, order.connectionId);
      await addEvents(tx, {
        workspaceId: scope.workspaceId,
        actor: scope.actor,
        events: [{ kind: `order.${input.action}`, text: change.text, orderId: order.id, connectionId: order.connectionId }],
      });
      await closeSolvedOrderProblems(tx, order.connectionId);
      return { id: order.id, status: change.status ?? order.status };
    },
    `order.${input.action}`,
  );
}

interface Change {
  /** Null: the status stays (only its ledger is woken). */
  status: OrderStatus | null;
  reason: string | null;
  text: string;
  /** Sent again although the warehouse has it: the same key updates the same order. */
  resend?: boolean;
}

const CHANGES: Record<OrderAction, (order: ActionTarget) => Change> = {
  retry(order) {
    if (order.status === "attention")
      return { status: order.resumeStatus ?? "ready", reason: null, text: "Tried again by hand.", resend: order.resumeStatus === "ready" };
    if (order.lateChangeKind === "edited" && order.status === "at_warehouse")
      return { status: "ready", reason: null, text: "The change is sent to the warehouse.", resend: true };
    if (order.status === "cancelled" || order.status === "skipped" || order.status === "archived")
      return { status: order.hasShipments ? "shipped" : order.warehouseRef ? "at_warehouse" : "ready", reason: null, text: "Restored." };
    return { status: null, reason: null, text: "Tried again by hand." };
  },
  reset(order) {
    if (order.hasShipments) throw refuse("A shipment exists for this order, so what happened to it can't be forgotten.");
    if (order.isSending) throw beingSent();
    return { status: "ready", reason: null, text: "Reset: processed again from the start, as it was read from Acumatica.", resend: true };
  },
  hold(order) {
    if (order.isSending) throw beingSent();
    if (order.status !== "ready" && order.status !== "needs_mapping")
      throw refuse(
        "Only an order that has not gone to the warehouse can be held.",
        "Cancel it instead: it is cancelled at the warehouse too, while that is possible.",
      );
    return { status: "on_hold", reason: "Held by hand", text: "Held by hand: it is not sent until it is released." };
  },
  release(order) {
    if (order.status !== "on_hold") throw refuse("This order is not on hold.");
    return { status: "ready", reason: null, text: "Released by hand." };
  },
  archive(order) {
    if (order.isSending) throw beingSent();
    return { status: "archived", reason: null, text: "Archived: it stays out, also when it is read again." };
  },
  cancel(order) {
    if (order.isSending) throw beingSent();
    if (order.hasShipments) throw refuse("Parts of this order have shipped; it can't be cancelled any more.");
    return {
      status: "cancelled",
      reason: "Cancelled by hand",
      text: order.warehouseRef ? "Cancelled by hand, here and at the warehouse." : "Cancelled by hand before it was sent.",
    };
  },
};

const refuse = (message: string, nextStep?: string) =>
  new ConflictError({ code: "not_possible_now", message, ...(nextStep ? { nextStep } : {}) });
const beingSent = () => refuse("The order is being sent at this moment, or its answer is awaited.", "Try again in a minute.");

async function loadTarget(tx: Tx, scope: Scope, orderId: string): Promise<ActionTarget> {
  const [row] = await tx.$queryRaw<ActionTarget[]>`
    select o.id, o."connectionId", o."warehouseId", o.status, o."resumeStatus", o."statusReason", o."warehouseKey", o."warehouseRef", o."sendingSince" is not null as "isSending",
           o."lateChange"->>'kind' as "lateChangeKind",
           exists (select 1 from "ShipmentLine" l join "Shipment" s on s.id = l."shipmentId" where l."orderId" = o.id and not s.voided) as "hasShipments"
      from "Order" o where o.id = ${orderId}::uuid and o."workspaceId" = ${scope.workspaceId}::uuid and (${scope.merchantId}::uuid is null or o."merchantId" = ${scope.merchantId}::uuid)
       for update of o`;
  if (!row) throw new NotFoundError("order");
  return row;
}

/** Cancels at the warehouse first: only when that is done, or there is nothing there, is the order cancelled here. */
async function cancelAtWarehouse(scope: Scope, input: { orderId: string; runtime: LoopRuntime }): Promise<void> {
  const order = await inWorkspace(scope, tx => loadTarget(tx, scope, input.orderId));
  CHANGES.cancel(order);
  if (!order.warehouseRef || !["at_warehouse", "attention"].includes(order.status)) return;
  const { session } = await openWarehouse(scope, { warehouseId: order.warehouseId, runtime: input.runtime });
  const result = await session.cancelOrder({ warehouseKey: order.warehouseKey, warehouseRef: order.warehouseRef });
  if (result.outcome === "cancelled") return;
  throw new AppError({
    code: result.outcome === "too_late" ? "too_late" : "not_supported",
    message: "cancel refused by the warehouse",
    userMessage:
      result.outcome === "too_late"
        ? "The warehouse has finished this order; it can't be cancelled there any more."
        : "This warehouse can't cancel orders through its API.",
    owner: "operator",
    nextStep:
      result.outcome === "too_late"
        ? "Its shipment is collected by itself. Agree with the merchant on a return."
        : "Cancel it by hand at the warehouse, then archive it here.",
  });
}

async function write(tx: Tx, order: ActionTarget, change: { status: OrderStatus; reason: string | null; resend: boolean }): Promise<void> {
  if (!ORDER_STATUSES.includes(change.status)) throw new Error(`unknown status ${change.status}`);
  await tx.$executeRaw`
    update "Order" set status = ${change.status}, "statusReason" = ${change.reason}, "statusSince" = clock_timestamp(), "resumeStatus" = null, "problemId" = null, "nextSendAt" = null,
           "sendAttempts" = case when ${change.resend} then 0 else "sendAttempts" end, "lateChange" = null
     where id = ${order.id}::uuid and status = ${order.status}`;
}

async function wakeWriteBacks(tx: Tx, orderId: string): Promise<void> {
  await tx.$executeRaw`
    update "WriteBack" set status = case when status = 'attention' then 'waiting' else status end, "nextAttemptAt" = null, "problemId" = null, "statusSince" = clock_timestamp()
     where "targetOrderId" = ${orderId}::uuid and status in ('attention', 'waiting', 'in_doubt')`;
}

async function wakeChannels(tx: Tx, connectionId: string): Promise<void> {
  await tx.$executeRaw`update "Channel" set "nextDueAt" = clock_timestamp() where "connectionId" = ${connectionId}::uuid and "nextDueAt" is not null`;
}
