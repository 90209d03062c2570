import type { SqlTx } from "@/lib/db/sql-tx";
import type { SourceOrder } from "@/lib/orders/source-order";
import { openProblem } from "@/lib/problems/problem-store";
import { addEvents } from "../add-events";
import type { ChannelRun } from "../context";
import { cleanJson } from "./clean-json";
import type { LateChangeKind } from "./plan-order";

const WORDS: Record<LateChangeKind, { event: string; message: string; nextStep: string }> = {
  cancelled: {
    event: "Cancelled in Acumatica after the warehouse accepted it.",
    message: "Cancelled in Acumatica, but the warehouse already has it.",
    nextStep: "Cancel the order here (it is cancelled at the warehouse too, while that is possible), or let it ship and tell the merchant.",
  },
  held: {
    event: "Put on hold in Acumatica after the warehouse accepted it.",
    message: "On hold in Acumatica, but the warehouse already has it.",
    nextStep:
      "Cancel the order here to stop it at the warehouse, or ask the merchant to release the hold: the shipment can be written back only then.",
  },
  finished: {
    event: "Finished in Acumatica by somebody else.",
    message: "Acumatica says this order is finished, but the warehouse has not shipped it.",
    nextStep: "Ask the merchant whether it was shipped another way; if so, cancel the order here.",
  },
  deleted: {
    event: "Deleted in Acumatica after the warehouse accepted it.",
    message: "Deleted in Acumatica, but the warehouse already has it.",
    nextStep:
      "Cancel the order here (it is cancelled at the warehouse too, while that is possible). What ships can't be written back any more.",
  },
  edited: {
    event: "Changed in Acumatica after the warehouse accepted it.",
    message: "Changed in Acumatica after the warehouse accepted it; the warehouse still has the first version.",
    nextStep: "Retry the order to send the change, while the warehouse has not shipped it; or let it ship as it is.",
  },
};

/**
 * Notes the difference on the order, with the newest record (null: there is none any more), and opens the problem that says what may still be done. The status stays: it may ship meanwhile. Only an order
 * that the warehouse has and that was to be sent again stays there as it is: what is to be done with it is a person's decision now.
 */
export async function saveLateChange(
  tx: SqlTx,
  run: ChannelRun,
  change: { orderId: string; kind: LateChangeKind; order: SourceOrder | null },
): Promise<void> {
  const words = WORDS[change.kind];
  const problemId = await openProblem(tx, {
    workspaceId: run.scope.workspaceId,
    connectionId: run.connection.id,
    code: `late_change_${change.kind}`,
    subject: change.kind,
    message: words.message,
    owner: "operator",
    nextStep: words.nextStep,
    stops: "order",
  });
  if (change.order) await keepRecord(tx, change.orderId, change.order);
  const news = await tx.$executeRaw`
    update "Order" set "lateChange" = jsonb_build_object('kind', ${change.kind}::text, 'seenAt', to_jsonb(clock_timestamp()), 'sourceStatus', "sourceStatus"), "problemId" = ${problemId}::uuid,
           "statusSince" = case when status = 'ready' and "warehouseRef" is not null and "sendingSince" is null then clock_timestamp() else "statusSince" end,
           status = case when status = 'ready' and "warehouseRef" is not null and "sendingSince" is null then 'at_warehouse' else status end
     where id = ${change.orderId}::uuid and ("lateChange" is null or "lateChange"->>'kind' <> ${change.kind})`;
  if (news === 0) return;
  await addEvents(tx, {
    workspaceId: run.scope.workspaceId,
    actor: run.scope.actor,
    events: [{ kind: "order.late_change", text: words.event, orderId: change.orderId, connectionId: run.connection.id, runId: run.runId }],
  });
}

/** Also when the difference is known: the newest record is what a retry would send. */
async function keepRecord(tx: SqlTx, orderId: string, order: SourceOrder): Promise<void> {
  await tx.$executeRaw`
    update "Order" set "sourceStatus" = ${order.statusLabel}, "sourceModifiedAt" = ${order.modifiedAt}::timestamptz, source = ${cleanJson(order.raw) ?? "null"}::jsonb
     where id = ${orderId}::uuid`;
}
