import { createRuntime } from "@/lib/connections/create-runtime";
import { armFailpoints } from "@/lib/core/failpoints";
import { getEnv } from "@/lib/env/get-env";
import { createQueue } from "@/lib/queue/queue";
import { DEFAULT_LOOP_TIMES, type LoopRuntime } from "@/lib/sync/context";
import { housekeep } from "@/lib/sync/housekeep";
import { startWorker } from "./worker";

/** Composition root of the background process: settings in, loop running, clean end on SIGTERM. */
const env = getEnv();
armFailpoints(env.failpoints);
const base = await createRuntime(env);
const runtime: LoopRuntime = { ...base, times: DEFAULT_LOOP_TIMES };
const queue = await createQueue({ url: env.databaseUrl, logger: base.logger });
const worker = startWorker({ runtime, queue, lanes: 4, housekeep });
base.logger.info("worker started");

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void (async () => {
      await worker.stop();
      await queue.stop();
      await base.close();
      process.exit(0);
    })();
  });
}
