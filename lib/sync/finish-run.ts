import type { Tx } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { backOffMs } from "@/lib/problems/back-off";
import { classify, type Failure } from "@/lib/problems/classify";
import { closeChannelProblems, closeProblem, closeSolvedOrderProblems, openProblem } from "@/lib/problems/problem-store";
import { addEvents } from "./add-events";
import type { ChannelOutcome } from "./channel-outcome";
import type { ChannelRun, LoopRuntime } from "./context";
import { endStoppedRuns } from "./end-stopped-runs";
import { type Lease, LeaseLostError } from "./lease";

type Outcome =
  | { kind: "off" }
  | { kind: "succeeded"; run: ChannelRun }
  /** Work is left. `throttle`: the limit of calls is used up, and the run goes on when it allows. */
  | { kind: "more"; run: ChannelRun; throttle?: Failure }
  | { kind: "failed"; run: ChannelRun; error: unknown };

/** Consecutive transient failures after which a person hears of it; before that, trying again is all there is to say. */
const TELL_AFTER = 3;
/** A refused sign-in is looked at again only this often: what refuses us must change first, and accounts lock. */
const CONFIGURATION_PAUSE_MS = 60 * 60_000;

interface Finish {
  scope: Scope;
  lease: Lease;
  runtime: LoopRuntime;
  channelId: string;
  outcome: Outcome;
}

/** Ends the job: gives the lease back, says when the channel is due next, and tells of a failure once, to whom it concerns. */
export async function finishRun(input: Finish): Promise<ChannelOutcome> {
  const failure = input.outcome.kind === "failed" ? classify(input.outcome.error) : null;
  try {
    await inWorkspace(
      input.scope,
      async tx => {
        const { failures, isOn } = await release(tx, input, failure);
        if (input.outcome.kind === "off") return endStoppedRuns(tx, { channelId: input.channelId });
        await closeSolvedOrderProblems(tx, input.outcome.run.connection.id);
        await saveRun(tx, input.outcome, failure);
        if (!isOn) await endStoppedRuns(tx, { channelId: input.channelId });
        if (input.outcome.kind === "more" && input.outcome.throttle) await tellThrottled(tx, input.outcome.run, input.outcome.throttle);
        if (failure && input.outcome.kind === "failed") await tell(tx, { run: input.outcome.run, failure, failures });
        else if (input.outcome.kind === "succeeded") await closeProblems(tx, input.outcome.run);
      },
      "run.finish",
    );
  } catch (error) {
    if (error instanceof LeaseLostError) return "lost";
    throw error;
  }
  if (failure && input.outcome.kind === "failed") {
    input.runtime.logger.warn("run failed", { runId: input.outcome.run.runId, code: failure.code });
    if (failure.kind === "ours")
      input.runtime.logger.error("internal error", { runId: input.outcome.run.runId, error: input.outcome.error });
  }
  return input.outcome.kind;
}

async function release(tx: Tx, input: Finish, failure: Failure | null): Promise<{ failures: number; isOn: boolean }> {
  const { kind } = input.outcome;
  const [row] = await tx.$queryRaw<{ failures: number; everySeconds: number; isOn: boolean }[]>`
    select failures, "everySeconds", "nextDueAt" is not null as "isOn" from "Channel" where id = ${input.lease.channelId}::uuid and "leaseNo" = ${input.lease.leaseNo} for update`;
  if (!row) throw new LeaseLostError(input.lease.channelId);
  const failures = failure ? row.failures + 1 : 0;
  const throttle = input.outcome.kind === "more" ? input.outcome.throttle : undefined;
  const delayMs =
    kind === "off"
      ? null
      : throttle
        ? delayAfter(throttle, 1)
        : kind === "more"
          ? 0
          : failure
            ? delayAfter(failure, failures)
            : row.everySeconds * 1_000;
  await tx.$executeRaw`
    update "Channel" c set "leaseUntil" = null, failures = ${failures}, "lastRunAt" = clock_timestamp(),
           "lastOkAt" = case when ${kind === "succeeded"} then clock_timestamp() else "lastOkAt" end,
           -- Null: switched off or paused while this run was at work.
           "nextDueAt" = case when ${delayMs}::float8 is null or c."nextDueAt" is null then null
                              -- Somebody asked for a run while this one was at work: that wish stays due.
                              when ${throttle === undefined} and exists (select 1 from "Run" r where r."channelId" = c.id and r.status = 'queued') then clock_timestamp()
                              else least(clock_timestamp() + ${delayMs ?? 0} * interval '1 millisecond', ${
                                kind === "succeeded" ? await nextLedgerAt(tx, input.channelId) : null
                              }::timestamptz,
                              -- A webhook, a match or a person wanted a look meanwhile: what it was about may have come too late for this one.
                              case when c."nextDueAt"::text <> ${input.lease.dueAt} then c."nextDueAt" end) end
     where c.id = ${input.lease.channelId}::uuid`;
  return { failures, isOn: row.isOn };
}

/** The earliest moment at which something of this channel wants another look, so that an entry in doubt doesn't wait for the schedule. */
async function nextLedgerAt(tx: Tx, channelId: string): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ at: Date | null }[]>`
    select case c.kind
      -- An order that a process is at, or died at, is nobody else's until that lease is over: looking sooner would only look again and again.
      when 'shipments' then (
        select min(greatest(w."nextAttemptAt", (select max(x."leaseUntil") from "WriteBack" x where x."targetOrderId" = w."targetOrderId" and x."leaseUntil" > clock_timestamp())))
          from "WriteBack" w where w."connectionId" = c."connectionId" and w.status <> 'done' and (w.status <> 'attention' or w."nextAttemptAt" is not null))
      else (select min(o."nextSendAt") from "Order" o where o."connectionId" = c."connectionId" and o.status = 'ready' and o."nextSendAt" is not null) end as at
      from "Channel" c where c.id = ${channelId}::uuid`;
  return row?.at ?? null;
}

function delayAfter(failure: Failure, failures: number): number {
  if (failure.kind === "configuration") return CONFIGURATION_PAUSE_MS;
  if (failure.resumeAt) return Math.max(1_000, failure.resumeAt.getTime() - Date.now());
  return Math.max(1_000, backOffMs({ failures, ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }) }));
}

async function saveRun(tx: Tx, outcome: Exclude<Outcome, { kind: "off" }>, failure: Failure | null): Promise<void> {
  const status = outcome.kind === "more" ? "running" : outcome.kind;
  const error = failure
    ? JSON.stringify({ code: failure.code, message: failure.message, owner: failure.owner, nextStep: failure.nextStep })
    : null;
  await tx.$executeRaw`
    update "Run" set status = ${status}, counters = ${JSON.stringify(outcome.run.counters)}::jsonb, error = ${error}::jsonb,
           "endedAt" = case when ${status} <> 'running' then clock_timestamp() end where id = ${outcome.run.runId}::uuid`;
}

/** Waiting for a limit is no failure: said once per wait, with the time at which the run goes on. */
async function tellThrottled(tx: Tx, run: ChannelRun, throttle: Failure): Promise<void> {
  const next = run.channel.kind === "orders" ? "Orders resume" : "Tracking resumes";
  await addEvents(tx, {
    workspaceId: run.scope.workspaceId,
    actor: run.scope.actor,
    events: [
      {
        kind: "run.throttled",
        text: `The limit of calls is used up for the moment. ${next} by itself; nothing is lost.`,
        connectionId: run.connection.id,
        runId: run.runId,
        exchangeId: throttle.exchangeId ?? null,
      },
    ],
  });
}

/** What stopped this channel is over, and so is a refusal of what the store does not ask for any more. */
async function closeProblems(tx: Tx, run: ChannelRun): Promise<void> {
  await closeChannelProblems(tx, { connectionId: run.connection.id, subject: run.channel.kind });
  if (run.channel.kind === "shipments" && !run.store.settings.includePackageContents)
    await closeProblem(tx, { connectionId: run.connection.id, code: "package_contents_refused", subject: run.store.id });
}

async function tell(tx: Tx, input: { run: ChannelRun; failure: Failure; failures: number }): Promise<void> {
  const { run, failure } = input;
  const isHeard =
    failure.kind === "configuration" || failure.kind === "ours" || failure.code === "seat_limit" || input.failures >= TELL_AFTER;
  await addEvents(tx, {
    workspaceId: run.scope.workspaceId,
    actor: run.scope.actor,
    events: [
      {
        kind: "run.failed",
        text: failure.message,
        connectionId: run.connection.id,
        storeId: run.store.id,
        runId: run.runId,
        exchangeId: failure.exchangeId ?? null,
      },
    ],
  });
  if (!isHeard) return;
  await openProblem(tx, {
    workspaceId: run.scope.workspaceId,
    connectionId: run.connection.id,
    storeId: run.store.id,
    code: failure.code,
    subject: run.channel.kind,
    message: failure.message,
    owner: failure.owner,
    nextStep: failure.nextStep,
    stops: "channel",
  });
}
