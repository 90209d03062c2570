import type { SqlTx } from "@/lib/db/sql-tx";
import { inWorkspaceSql } from "@/lib/db/tx";
import { backOffMs } from "@/lib/problems/back-off";
import { openProblem } from "@/lib/problems/problem-store";
import type { SendOutcome } from "@/lib/warehouses/contract";
import { WarehouseError } from "@/lib/warehouses/warehouse-error";
import { addEvents, type EventInput } from "../add-events";
import type { ChannelRun } from "../context";
import { holdLease } from "../lease";
import { readAgainIfUnknown } from "./read-again-if-unknown";
import type { BatchAnswer } from "./send-batch";

/**
 * Records each row's own result, of all given calls in one transaction. Answers are matched by key, never by position: vendors answer short, reordered, and with keys
 * nobody sent. A row without an answer stays marked as sending and is sent again after a pause, which an upsert makes harmless.
 */
export async function recordOutcomes(run: ChannelRun, answers: BatchAnswer[]): Promise<void> {
  const settled = answers.flatMap(answer => {
    const byKey = new Map(answer.orders.map(order => [order.outgoing.warehouseKey, order]));
    return answer.outcomes.flatMap(outcome => {
      const order = byKey.get(outcome.warehouseKey);
      return order ? [{ id: order.id, outcome, answer }] : [];
    });
  });
  const answered = new Set(settled.map(row => row.id));
  const lost = answers.flatMap(answer => answer.orders.filter(order => !answered.has(order.id)).map(({ id }) => ({ id, answer })));
  const of = <K extends SendOutcome["outcome"]>(kind: K) =>
    settled.filter(
      (row): row is { id: string; outcome: Extract<SendOutcome, { outcome: K }>; answer: BatchAnswer } => row.outcome.outcome === kind,
    );
  const there = [...of("accepted"), ...of("already_there")];
  await inWorkspaceSql(
    run.scope,
    async tx => {
      await holdLease(tx, run.lease);
      await readAgainIfUnknown(
        tx,
        run,
        of("already_there").flatMap(row => (row.outcome.final === "shipped" ? [row.id] : [])),
      );
      await markAccepted(
        tx,
        there.map(row => ({ id: row.id, warehouseRef: row.outcome.warehouseRef })),
      );
      for (const row of of("already_there")) if (row.outcome.final) await noteFinal(tx, run, { id: row.id, final: row.outcome.final });
      for (const row of of("refused")) await markRefused(tx, run, row);
      await markLater(tx, { ids: lost.map(row => row.id), isUnknown: true, delayMs: run.runtime.times.pollMs });
      for (const row of of("try_later")) {
        await markLater(tx, {
          ids: [row.id],
          isUnknown: false,
          delayMs: backOffMs({
            failures: 3,
            ...(row.outcome.retryAfterMs === undefined ? {} : { retryAfterMs: row.outcome.retryAfterMs }),
          }),
        });
      }
      await addEvents(tx, {
        workspaceId: run.scope.workspaceId,
        actor: run.scope.actor,
        events: [...settled.map(row => sentEvent(run, row)), ...lost.map(row => lostEvent(run, row))],
      });
    },
    "forward.outcome",
  );
  run.counters.accepted += there.length;
  run.counters.refused += of("refused").length;
  run.counters.sent += answers.reduce((sum, answer) => sum + answer.orders.length, 0);
}

async function markAccepted(tx: SqlTx, rows: { id: string; warehouseRef: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    update "Order" o set status = 'at_warehouse', "statusSince" = clock_timestamp(), "statusReason" = null, "resumeStatus" = null, "warehouseRef" = r."warehouseRef",
           "acceptedAt" = coalesce(o."acceptedAt", clock_timestamp()), "sendingSince" = null, "nextSendAt" = null,
           -- A change seen while the answer was awaited is a difference still: what was sent is the version before it.
           "problemId" = case when o."lateChange" is null then null else o."problemId" end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "warehouseRef" text)
     where o.id = r.id and o.status = 'ready'`;
  // A label may have been collected before the answer was recorded: then the order is further on, and only its reference was missing.
  await tx.$executeRaw`
    update "Order" o set "warehouseRef" = coalesce(o."warehouseRef", r."warehouseRef"), "sendingSince" = null
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "warehouseRef" text)
     where o.id = r.id and o."sendingSince" is not null`;
}

async function noteFinal(tx: SqlTx, run: ChannelRun, row: { id: string; final: "shipped" | "cancelled" }): Promise<void> {
  const problemId = await openProblem(tx, {
    workspaceId: run.scope.workspaceId,
    connectionId: run.connection.id,
    code: "already_final",
    subject: row.final,
    message: `The warehouse has already ${row.final} this order; nothing there was overwritten.`,
    owner: "operator",
    nextStep:
      row.final === "shipped"
        ? "Its shipment is collected by itself; tell the merchant that a later change did not reach the packer."
        : "Ask the warehouse why it was cancelled, then restore it there or cancel it here.",
    stops: "order",
  });
  await tx.$executeRaw`update "Order" set "lateChange" = jsonb_build_object('kind', 'already_final', 'final', ${row.final}::text, 'seenAt', to_jsonb(clock_timestamp())),
                              "problemId" = ${problemId}::uuid where id = ${row.id}::uuid and status = 'at_warehouse'`;
}

async function markRefused(
  tx: SqlTx,
  run: ChannelRun,
  row: { id: string; outcome: Extract<SendOutcome, { outcome: "refused" }> },
): Promise<void> {
  const error = new WarehouseError({ code: row.outcome.code, message: row.outcome.message });
  const problemId = await openProblem(tx, {
    workspaceId: run.scope.workspaceId,
    connectionId: run.connection.id,
    code: row.outcome.code,
    message: `${run.warehouse.name} refused the order: ${row.outcome.message}`,
    owner: error.owner,
    nextStep: error.nextStep ?? "Correct the order, then retry it.",
    stops: "order",
  });
  await tx.$executeRaw`
    update "Order" set status = 'attention', "statusSince" = clock_timestamp(), "resumeStatus" = 'ready', "statusReason" = ${row.outcome.message.slice(0, 300)},
           "problemId" = ${problemId}::uuid, "sendingSince" = null, "nextSendAt" = null
     where id = ${row.id}::uuid and status = 'ready'`;
}

async function markLater(tx: SqlTx, options: { ids: string[]; isUnknown: boolean; delayMs: number }): Promise<void> {
  if (options.ids.length === 0) return;
  await tx.$executeRaw`
    update "Order" set "nextSendAt" = clock_timestamp() + ${options.delayMs} * interval '1 millisecond', "sendingSince" = case when ${options.isUnknown} then "sendingSince" end
     where id = any(${options.ids}::uuid[]) and status = 'ready'`;
}

function sentEvent(run: ChannelRun, row: { id: string; outcome: SendOutcome; answer: BatchAnswer }): EventInput {
  const base = {
    orderId: row.id,
    connectionId: run.connection.id,
    warehouseId: run.warehouse.id,
    runId: run.runId,
    exchangeId: row.answer.exchangeId,
    durationMs: row.answer.durationMs,
  };
  switch (row.outcome.outcome) {
    case "accepted":
      return { ...base, kind: "order.accepted", text: `Sent to ${run.warehouse.name}. Accepted as order ${row.outcome.warehouseRef}.` };
    case "already_there":
      return {
        ...base,
        kind: "order.already_there",
        text: `${run.warehouse.name} already has it as order ${row.outcome.warehouseRef}. Nothing was overwritten.`,
      };
    case "refused":
      return { ...base, kind: "order.refused", text: `${run.warehouse.name} refused it: ${row.outcome.message}` };
    case "try_later":
      return { ...base, kind: "order.postponed", text: `${run.warehouse.name} asked to try later.` };
  }
}

function lostEvent(run: ChannelRun, { id: orderId, answer }: { id: string; answer: BatchAnswer }): EventInput {
  return {
    kind: "order.no_answer",
    text: `No answer from ${run.warehouse.name} for this order. Sending again is harmless: the same key updates the same order.`,
    orderId,
    connectionId: run.connection.id,
    warehouseId: run.warehouse.id,
    runId: run.runId,
    exchangeId: answer.exchangeId,
    durationMs: answer.durationMs,
  };
}
