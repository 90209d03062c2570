import type { Tx } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { assertMove, type OrderStatus } from "@/lib/orders/order-status";
import { closeSolvedOrderProblems } from "@/lib/problems/problem-store";
import { addEvents } from "./add-events";
import { beginOrderAgain } from "./begin-order-again";
import { cancelAtWarehouse } from "./cancel-at-warehouse";
import type { LoopRuntime } from "./context";
import { loadActionTarget } from "./load-action-target";
import { type ActionTarget, CHANGES, type OrderAction, type OrderChange } from "./order-changes";
import { refreshOrders } from "./refresh-orders";

/** Does one action on one order, guarded by the legal moves, with an entry in its timeline. Throws ConflictError in words when the order is past it. */
export async function actOnOrder(
  scope: Scope,
  input: { orderId: string; action: OrderAction; runtime: LoopRuntime },
): Promise<{ id: string; status: OrderStatus }> {
  if (input.action === "cancel") await cancelAtWarehouse(scope, input);
  return inWorkspace(
    scope,
    async tx => {
      const order = await loadActionTarget(tx, scope, input.orderId);
      const change = CHANGES[input.action](order);
      const text = await apply(tx, scope, { order, change });
      if (input.action === "retry") await wakeWriteBacks(tx, order.id);
      await wakeChannels(tx, order.connectionId);
      await addEvents(tx, {
        workspaceId: scope.workspaceId,
        actor: scope.actor,
        events: [{ kind: `order.${input.action}`, text, orderId: order.id, connectionId: order.connectionId }],
      });
      await closeSolvedOrderProblems(tx, order.connectionId);
      const [now] = await tx.$queryRaw<{ status: OrderStatus }[]>`select status from "Order" where id = ${order.id}::uuid`;
      return { id: order.id, status: now?.status ?? order.status };
    },
    `order.${input.action}`,
  );
}

/** Returns the sentence for the timeline. */
async function apply(tx: Tx, scope: Scope, input: { order: ActionTarget; change: OrderChange }): Promise<string> {
  const { order, change } = input;
  if (change.kind === "begin_again") return beginOrderAgain(tx, scope, { order, text: change.text });
  if (change.kind === "read_again") {
    await tx.$executeRaw`update "Channel" set "sweepDueAt" = clock_timestamp() where "connectionId" = ${order.connectionId}::uuid and kind = 'orders'`;
  } else if (change.kind === "wake") {
    await tx.$executeRaw`update "Order" set "nextSendAt" = null where id = ${order.id}::uuid and "sendingSince" is null`;
  } else {
    assertMove(order.status, change.status);
    await tx.$executeRaw`
      update "Order" set status = ${change.status}, "statusReason" = ${change.reason}, "statusSince" = clock_timestamp(), "resumeStatus" = null, "problemId" = null,
             "nextSendAt" = null, "lateChange" = null
       where id = ${order.id}::uuid and status = ${order.status}`;
    if (change.status === "shipped") await refreshOrders(tx, { scope, orderIds: [order.id] });
  }
  return change.text;
}

/** What waits is tried now. An entry in doubt keeps its pause: the look after it must not come before a late save could be seen. */
async function wakeWriteBacks(tx: Tx, orderId: string): Promise<void> {
  await tx.$executeRaw`
    update "Order" o set "problemId" = null from "WriteBack" w
     where o.id = ${orderId}::uuid and w."targetOrderId" = o.id and w."problemId" = o."problemId" and w.status in ('attention', 'waiting')`;
  await tx.$executeRaw`
    update "WriteBack" set status = 'waiting', "nextAttemptAt" = null, "problemId" = null, "statusSince" = clock_timestamp()
     where "targetOrderId" = ${orderId}::uuid and status in ('attention', 'waiting')`;
}

async function wakeChannels(tx: Tx, connectionId: string): Promise<void> {
  await tx.$executeRaw`update "Channel" set "nextDueAt" = clock_timestamp() where "connectionId" = ${connectionId}::uuid and "nextDueAt" is not null`;
}
