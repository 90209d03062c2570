import { getRuntime } from "@/lib/connections/create-runtime";
import { getEnv } from "@/lib/env/get-env";
import { createQueue, type Queue } from "@/lib/queue/queue";
import { DEFAULT_LOOP_TIMES } from "@/lib/sync/context";
import { housekeep } from "@/lib/sync/housekeep";
import { runTick } from "@/lib/sync/tick";

/** On the global object: one per process, also when the bundler or a reload makes a second copy of this module. */
const holder = globalThis as { dockbridgeQueue?: Promise<Queue>; dockbridgeHousekeptAtMs?: number };
const HOUSEKEEPING_MS = 60 * 60_000;

/**
 * One call of the cron route: finds what is due and works through jobs until the time budget is nearly spent, so that a deployment without a worker runs the
 * whole loop. Repeats and overlaps are harmless.
 */
export async function runCronSync(): Promise<{ due: number; jobs: number }> {
  const runtime = { ...(await getRuntime()), times: DEFAULT_LOOP_TIMES };
  const env = getEnv();
  const result = await runTick({ runtime, queue: await getQueue(env.databaseUrl), budgetMs: env.syncBudgetMs });
  const nowMs = runtime.clock.now().getTime();
  if (nowMs - (holder.dockbridgeHousekeptAtMs ?? 0) > HOUSEKEEPING_MS) {
    holder.dockbridgeHousekeptAtMs = nowMs;
    await housekeep(runtime);
  }
  await runtime.exchanges.flush();
  return result;
}

async function getQueue(url: string): Promise<Queue> {
  const { logger } = await getRuntime();
  holder.dockbridgeQueue ??= createQueue({ url, logger }).catch((error: unknown) => {
    delete holder.dockbridgeQueue;
    throw error;
  });
  return holder.dockbridgeQueue;
}
