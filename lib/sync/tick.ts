import { acrossWorkspaces } from "@/lib/db/tx";
import type { ChannelJob, Queue, TakenJob } from "@/lib/queue/queue";
import type { LoopRuntime } from "./context";
import { runChannel } from "./run-channel";

/** Enough for one tick; what is left is due at the next. */
const DUE_MAX = 1_000;
/** A serverless platform kills without warning at its limit: stop taking work this long before the budget ends. */
const STOP_EARLY_MS = 5_000;

/**
 * Finds due channels and queues one job each. Repeats, overlaps and ten ticks at once are harmless: the queue keeps one job per channel, the lease one run.
 * With nothing due it costs one indexed query.
 */
export async function enqueueDue(runtime: LoopRuntime, queue: Queue): Promise<number> {
  const due = await findDue(runtime);
  if (due.length === 0) return 0;
  await queue.supervise();
  await queue.enqueueChannels(due);
  return due.length;
}

export async function findDue(runtime: LoopRuntime): Promise<ChannelJob[]> {
  return acrossWorkspaces(
    runtime.db,
    tx => tx.$queryRaw<ChannelJob[]>`
    select "workspaceId", id as "channelId" from "Channel"
     where "nextDueAt" <= clock_timestamp() and ("leaseUntil" is null or "leaseUntil" < clock_timestamp())
     order by "nextDueAt" limit ${DUE_MAX}`,
  );
}

/** Takes one job and works it to the end of its slice. False when the queue is empty. */
export async function workOneJob(runtime: LoopRuntime, queue: Queue, signal?: AbortSignal): Promise<boolean> {
  const job = await queue.takeChannel();
  if (!job) return false;
  await workJob(runtime, queue, job, signal);
  return true;
}

async function workJob(runtime: LoopRuntime, queue: Queue, job: TakenJob<ChannelJob>, signal?: AbortSignal): Promise<void> {
  const touch = setInterval(() => void queue.touch(job).catch(() => undefined), 10_000);
  try {
    await runChannel(runtime, job.data, signal);
    await queue.settle(job, "completed");
  } catch (error) {
    await queue.settle(job, "failed").catch(() => undefined);
    runtime.logger.error("job failed", { channelId: job.data.channelId, error });
  } finally {
    clearInterval(touch);
  }
}

/** The cron route's work: tick, then jobs until the budget is nearly spent, so that a serverless deployment needs no worker. */
export async function runTick(options: { runtime: LoopRuntime; queue: Queue; budgetMs: number }): Promise<{ due: number; jobs: number }> {
  const stopAt = performance.now() + options.budgetMs - STOP_EARLY_MS;
  const left = () => stopAt - performance.now();
  let due = await enqueueDue(options.runtime, options.queue);
  let jobs = 0;
  if (due === 0) return { due, jobs };
  while (left() > 0) {
    const runtime = {
      ...options.runtime,
      times: { ...options.runtime.times, sliceMs: Math.min(options.runtime.times.sliceMs, Math.max(left(), 1)) },
    };
    const abort = AbortSignal.timeout(Math.max(1, Math.ceil(left() + STOP_EARLY_MS / 2)));
    if (await workOneJob(runtime, options.queue, abort)) jobs += 1;
    else {
      const again = await enqueueDue(options.runtime, options.queue);
      if (again === 0) break;
      due += again;
    }
  }
  return { due, jobs };
}
