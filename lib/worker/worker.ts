import type { Queue } from "@/lib/queue/queue";
import type { LoopRuntime } from "@/lib/sync/context";
import { enqueueDue, workOneJob } from "@/lib/sync/tick";

const TICK_MS = 1_000;
const IDLE_MS = 500;
const HOUSEKEEPING_MS = 60 * 60_000;
/** How long a stop waits for the calls under way. */
const STOP_MS = 10_000;

export interface WorkerOptions {
  runtime: LoopRuntime;
  queue: Queue;
  /** Channels worked side by side. */
  lanes: number;
  housekeep: (runtime: LoopRuntime) => Promise<void>;
}

/**
 * Runs the loop until stopped: one timer for the tick, a few lanes that take jobs. A lost database is waited out; nothing ends the process but `stop`.
 */
export function startWorker(options: WorkerOptions): { stop(): Promise<void> } {
  const { runtime, queue } = options;
  const abort = new AbortController();
  const guarded = async (name: string, work: () => Promise<unknown>) => {
    try {
      return await work();
    } catch (error) {
      if (!abort.signal.aborted) runtime.logger.error(name, { error });
      return false;
    }
  };
  const repeat = async (pauseMs: number, work: () => Promise<boolean>) => {
    while (!abort.signal.aborted) {
      const again = await work();
      if (!again) await runtime.clock.sleep(pauseMs, abort.signal).catch(() => undefined);
    }
  };
  const loops = [
    repeat(TICK_MS, async () => {
      await guarded("tick", () => enqueueDue(runtime, queue));
      return false;
    }),
    repeat(HOUSEKEEPING_MS, async () => {
      await guarded("housekeeping", () => options.housekeep(runtime));
      return false;
    }),
    ...Array.from({ length: options.lanes }, () =>
      repeat(IDLE_MS, async () => (await guarded("job", () => workOneJob(runtime, queue, abort.signal))) === true),
    ),
  ];
  return {
    async stop() {
      abort.abort(new Error("stopping"));
      const late = new AbortController();
      await Promise.race([Promise.all(loops), runtime.clock.sleep(STOP_MS, late.signal).catch(() => undefined)]);
      late.abort();
    },
  };
}
