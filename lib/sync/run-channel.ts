import { openStore } from "@/lib/connections/open-store";
import { openWarehouse } from "@/lib/connections/open-warehouse";
import { newId } from "@/lib/core/ids";
import { systemScope } from "@/lib/db/scope";
import { classify } from "@/lib/problems/classify";
import type { ChannelJob } from "@/lib/queue/queue";
import type { ChannelOutcome } from "./channel-outcome";
import { collectShipments } from "./collect/collect-shipments";
import type { ChannelRun, LoopRuntime } from "./context";
import { finishRun } from "./finish-run";
import { forwardOrders } from "./forward/forward-orders";
import { importOrders } from "./import/import-orders";
import { type Lease, renewLease, takeLease } from "./lease";
import { loadChannel } from "./load-channel";
import { saveCounters, startRun } from "./run-rows";
import { writeBackShipments } from "./write-back/write-back-shipments";

/**
 * Advances one channel by at most one slice of time, under a lease. Safe to call from any process, any number of times: a second caller finds the channel busy,
 * and whoever comes after a crash goes on with the same run.
 */
export async function runChannel(
  runtime: LoopRuntime,
  job: ChannelJob,
  signal: AbortSignal = new AbortController().signal,
): Promise<ChannelOutcome> {
  const scope = systemScope(runtime.db, job.workspaceId);
  const lease = await takeLease(scope, { channelId: job.channelId, owner: `${process.pid}:${newId()}`, leaseMs: runtime.times.leaseMs });
  if (!lease) return "busy";
  const facts = await loadChannel(scope, job.channelId);
  if (!facts) {
    await finishRun({ scope, lease, runtime, channelId: job.channelId, outcome: { kind: "off" } });
    return "off";
  }
  const row = await startRun(scope, { lease, channel: facts.channel, connectionId: facts.connection.id });
  const stop = startHeartbeat(scope, lease, runtime);
  const deadline = performance.now() + runtime.times.sliceMs;
  const store = openStoreOnce(runtime, scope, { storeId: facts.store.id, runId: row.id });
  const run: ChannelRun = {
    runtime,
    scope,
    lease,
    runId: row.id,
    ...facts,
    counters: row.counters,
    signal: AbortSignal.any([signal, stop.signal]),
    isTimeUp: () => performance.now() >= deadline || signal.aborted,
    openAcumatica: store.open,
    openWarehouse: () => openWarehouse(scope, { warehouseId: facts.warehouse.id, runId: row.id, runtime }),
  };
  return work(run, stop);
}

async function work(run: ChannelRun, heartbeat: { stop(): void }): Promise<ChannelOutcome> {
  const live = setInterval(() => void saveCounters(run).catch(() => undefined), 1_000);
  try {
    const isDone = run.channel.kind === "orders" ? await runOrders(run) : await runShipments(run);
    await finishRun({
      scope: run.scope,
      lease: run.lease,
      runtime: run.runtime,
      channelId: run.channel.id,
      outcome: { kind: isDone ? "succeeded" : "more", run },
    });
    return isDone ? "succeeded" : "more";
  } catch (error) {
    const failure = classify(error);
    const outcome =
      failure.code === "throttled" ? { kind: "more" as const, run, throttle: failure } : { kind: "failed" as const, run, error };
    return finishRun({ scope: run.scope, lease: run.lease, runtime: run.runtime, channelId: run.channel.id, outcome });
  } finally {
    clearInterval(live);
    heartbeat.stop();
    await run.runtime.exchanges.flush();
  }
}

/** Import and forward. Orders that are ready go out even while Acumatica can't be read: the failure is told after. */
async function runOrders(run: ChannelRun): Promise<boolean> {
  let failure: { error: unknown } | null = null;
  let isRead = false;
  try {
    isRead = await importOrders(run);
  } catch (error) {
    failure = { error };
  }
  const isSent = await forwardOrders(run);
  if (failure) throw failure.error;
  return isRead && isSent;
}

/** Collect and write back. What is already collected is written back even while the warehouse can't be read. */
async function runShipments(run: ChannelRun): Promise<boolean> {
  let failure: { error: unknown } | null = null;
  let isRead = false;
  try {
    isRead = await collectShipments(run);
  } catch (error) {
    failure = { error };
  }
  const isWritten = await writeBackShipments(run);
  if (failure) throw failure.error;
  return isRead && isWritten;
}

function openStoreOnce(runtime: LoopRuntime, scope: ChannelRun["scope"], options: { storeId: string; runId: string }) {
  let opened: ReturnType<ChannelRun["openAcumatica"]> | undefined;
  return {
    open(): ReturnType<ChannelRun["openAcumatica"]> {
      opened ??= openStore(scope, { ...options, runtime });
      return opened;
    },
  };
}

/** Keeps the lease alive through long vendor calls; a lost lease aborts the waits of this process. */
function startHeartbeat(scope: ChannelRun["scope"], lease: Lease, runtime: LoopRuntime): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const timer = setInterval(() => {
    renewLease(scope, lease).catch(error => controller.abort(error));
  }, runtime.times.leaseMs / 4);
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}
