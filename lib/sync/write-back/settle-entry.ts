import type { SqlTx } from "@/lib/db/sql-tx";
import { inWorkspaceSql } from "@/lib/db/tx";
import { closeSolvedOrderProblems, openProblem } from "@/lib/problems/problem-store";
import { addEvents } from "../add-events";
import type { ChannelRun } from "../context";
import { LeaseLostError } from "../lease";
import { refreshOrders } from "../refresh-orders";
import type { EntryProblem, LedgerEntry, StepResult } from "./entry";

/** Saves what a step came to, under the entry's fence, with its event and the order's new status. */
export async function settleEntry(run: ChannelRun, entry: LedgerEntry, result: StepResult): Promise<void> {
  await inWorkspaceSql(
    run.scope,
    async tx => {
      await forgetProblem(tx, entry);
      if (result.next === "done") await settleDone(tx, entry, result);
      else await settleOpen(tx, run, entry, result);
      await addEvents(tx, { workspaceId: run.scope.workspaceId, actor: run.scope.actor, events: eventsOf(run, entry, result) });
      await refreshOrders(tx, { scope: run.scope, orderIds: [entry.order.id] });
      await closeSolvedOrderProblems(tx, run.connection.id);
    },
    "write-back.outcome",
  );
  if (result.next === "done") {
    run.counters.writtenBack += 1;
    if (result.confirmed) run.counters.confirmed += 1;
  } else if (result.next === "in_doubt") run.counters.inDoubt += 1;
  else run.counters.waiting += 1;
}

/** What this entry had against it before is over with every step; the step says whether there is something new. */
async function forgetProblem(tx: SqlTx, entry: LedgerEntry): Promise<void> {
  await tx.$executeRaw`update "Order" o set "problemId" = null from "WriteBack" w where w.id = ${entry.id}::uuid and o.id = w."targetOrderId" and o."problemId" = w."problemId"`;
}

async function settleDone(tx: SqlTx, entry: LedgerEntry, result: Extract<StepResult, { next: "done" }>): Promise<void> {
  const count = await tx.$executeRaw`
    update "WriteBack" set status = 'done', "statusSince" = clock_timestamp(), "statusReason" = null, "doneAt" = clock_timestamp(), "leaseUntil" = null, "nextAttemptAt" = null,
           "problemId" = null, "operationUrl" = null, target = coalesce(${result.target}, target), "writtenAt" = coalesce("writtenAt", clock_timestamp()),
           "confirmedAt" = case when ${result.confirmed} then coalesce("confirmedAt", clock_timestamp()) else "confirmedAt" end
     where id = ${entry.id}::uuid and "leaseNo" = ${entry.leaseNo}`;
  if (count === 0) throw new LeaseLostError(entry.id);
  if (!result.confirmed || !result.target) return;
  // The last box confirms the Shipment for all of them.
  await tx.$executeRaw`update "WriteBack" set "confirmedAt" = clock_timestamp()
    where "targetOrderId" = ${entry.order.id}::uuid and target = ${result.target} and action = 'write' and status = 'done' and "confirmedAt" is null`;
}

async function settleOpen(tx: SqlTx, run: ChannelRun, entry: LedgerEntry, result: Exclude<StepResult, { next: "done" }>): Promise<void> {
  const problem = "problem" in result ? result.problem : undefined;
  const problemId = problem ? await openEntryProblem(tx, run, problem) : null;
  const delayMs = result.next === "attention" ? (result.retryMs ?? null) : result.delayMs;
  const operationUrl = result.next === "waiting" && result.operationUrl !== undefined ? result.operationUrl : entry.operationUrl;
  const count = await tx.$executeRaw`
    update "WriteBack" set status = ${result.next}, "statusSince" = clock_timestamp(), "statusReason" = ${result.reason.slice(0, 500)}, "leaseUntil" = null,
           "problemId" = ${problemId}::uuid, looks = case when ${result.next} = 'in_doubt' then ${entry.looks} else 0 end, "operationUrl" = ${operationUrl},
           "operationStartedAt" = case when ${operationUrl}::text is not null then coalesce("operationStartedAt", clock_timestamp()) end,
           "nextAttemptAt" = case when ${delayMs}::float8 is not null then clock_timestamp() + ${delayMs ?? 0} * interval '1 millisecond' end
     where id = ${entry.id}::uuid and "leaseNo" = ${entry.leaseNo}`;
  if (count === 0) throw new LeaseLostError(entry.id);
  if (problemId)
    await tx.$executeRaw`update "Order" set "problemId" = ${problemId}::uuid where id = ${entry.order.id}::uuid and "problemId" is null`;
}

async function openEntryProblem(tx: SqlTx, run: ChannelRun, problem: EntryProblem): Promise<string> {
  return openProblem(tx, {
    workspaceId: run.scope.workspaceId,
    connectionId: run.connection.id,
    storeId: run.store.id,
    stops: "order",
    ...problem,
  });
}

function eventsOf(run: ChannelRun, entry: LedgerEntry, result: StepResult) {
  const isRepeat = result.next === "waiting" && (result.isQuiet || entry.attempts > 1) && !result.problem;
  if (isRepeat) return [];
  const exchangeId = "exchangeId" in result ? (result.exchangeId ?? null) : null;
  return [
    {
      kind: `write_back.${result.next}`,
      text: result.next === "done" ? result.text : result.reason,
      orderId: entry.order.id,
      connectionId: run.connection.id,
      storeId: run.store.id,
      runId: run.runId,
      exchangeId,
    },
  ];
}

/** Remembers progress inside an entry (written under this number; confirm started), so that whoever goes on after a crash starts from there. */
export async function saveProgress(
  run: ChannelRun,
  entry: LedgerEntry,
  progress: { target?: string; written?: boolean; operationUrl?: string | null; text?: string; exchangeId?: string },
): Promise<void> {
  await inWorkspaceSql(
    run.scope,
    async tx => {
      const count = await tx.$executeRaw`
        update "WriteBack" set target = coalesce(${progress.target ?? null}, target), "writtenAt" = case when ${progress.written ?? false} then coalesce("writtenAt", clock_timestamp()) else "writtenAt" end,
               "operationUrl" = case when ${progress.operationUrl !== undefined} then ${progress.operationUrl ?? null} else "operationUrl" end,
               "operationStartedAt" = case when ${progress.operationUrl ?? null}::text is not null then coalesce("operationStartedAt", clock_timestamp()) else "operationStartedAt" end,
               "leaseUntil" = greatest("leaseUntil", clock_timestamp() + interval '60 seconds')
         where id = ${entry.id}::uuid and "leaseNo" = ${entry.leaseNo}`;
      if (count === 0) throw new LeaseLostError(entry.id);
      if (progress.text) {
        await addEvents(tx, {
          workspaceId: run.scope.workspaceId,
          actor: run.scope.actor,
          events: [
            {
              kind: "write_back.progress",
              text: progress.text,
              orderId: entry.order.id,
              connectionId: run.connection.id,
              storeId: run.store.id,
              runId: run.runId,
              exchangeId: progress.exchangeId ?? null,
            },
          ],
        });
      }
    },
    "write-back.progress",
  );
  entry.target = progress.target ?? entry.target;
  if (progress.written) entry.writtenAt ??= run.runtime.clock.now();
  if (progress.operationUrl !== undefined) entry.operationUrl = progress.operationUrl;
}
