import { createRuntime } from "@/lib/connections/create-runtime";
import { parseEnv } from "@/lib/env/parse-env";
import { createQueue } from "@/lib/queue/queue";
import { DEFAULT_LOOP_TIMES, type LoopRuntime } from "@/lib/sync/context";
import { runTick } from "@/lib/sync/tick";
import type { WorkDone, WorkerOrder, WorkerSetup } from "./messages";
import { oneOrderAdapter } from "./one-order-adapter";

/** One job may take long; the whole scenario is watched by whoever started it. */
const BUDGET_MS = 3_600_000;

/** The background process as it is composed in production, worked on demand: `work` runs the loop until nothing is due and tells what that took. */
export async function serveWorker(): Promise<void> {
  const env = parseEnv(process.env);
  const { sink } = JSON.parse(process.env.BENCH_SETUP ?? "{}") as WorkerSetup;
  const base = await createRuntime(env);
  const queue = await createQueue({ url: env.databaseUrl, logger: base.logger });
  const runtime: LoopRuntime = {
    ...base,
    times: DEFAULT_LOOP_TIMES,
    ...(sink === "single" ? { warehouseAdapters: [oneOrderAdapter()] } : {}),
  };
  const rssStart = process.memoryUsage.rss();
  process.on("message", (order: WorkerOrder) => {
    if (order === "work") void work(() => runTick({ runtime, queue, budgetMs: BUDGET_MS }), rssStart);
  });
  process.once("SIGTERM", () => {
    void queue
      .stop()
      .then(() => base.close())
      .then(() => process.exit(0));
  });
  process.send?.({ elapsedMs: 0, cpuMs: 0, rssStart, rssPeak: rssStart } satisfies WorkDone);
}

async function work(run: () => Promise<unknown>, rssStart: number): Promise<void> {
  const startedMs = performance.now();
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  const done: WorkDone = {
    elapsedMs: performance.now() - startedMs,
    cpuMs: (user + system) / 1_000,
    rssStart,
    // Kept by the operating system, so no peak between two samples is missed. Kilobytes.
    rssPeak: process.resourceUsage().maxRSS * 1_024,
  };
  process.send?.(done);
}
