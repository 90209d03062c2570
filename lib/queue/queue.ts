import { PgBoss } from "pg-boss";
import { isId } from "@/lib/core/ids";
import type { Logger } from "@/lib/core/logger";

/** One queue: a job says "look at channel X" and carries nothing else. Losing every job costs one tick. */
export const CHANNEL_QUEUE = "channel";

export interface ChannelJob {
  workspaceId: string;
  channelId: string;
}

export interface TakenJob<T> {
  id: string;
  retryCount: number;
  data: T;
}

export interface Queue {
  /** At most one job per channel is queued or active; a second one changes nothing. */
  enqueueChannels(jobs: ChannelJob[]): Promise<void>;
  takeChannel(): Promise<TakenJob<ChannelJob> | null>;
  /** Fenced by the attempt: a process whose job was given to another can't settle the newer attempt. */
  settle(job: TakenJob<unknown>, outcome: "completed" | "failed"): Promise<void>;
  touch(job: TakenJob<unknown>): Promise<void>;
  /** Returns jobs of dead processes. By hand, because pg-boss's own supervision runs only in long-lived processes. */
  supervise(): Promise<void>;
  isReady(): Promise<boolean>;
  stop(): Promise<void>;
}

/**
 * pg-boss behind a thin face. Queue policy `exclusive` with the channel id as singleton key is a unique index over queued, retried and active jobs,
 * which held in tests where groupConcurrency did not. No retries here: the channel's own nextDueAt decides.
 */
export async function createQueue(options: { url: string; logger: Logger; poolMax?: number }): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: options.url,
    max: options.poolMax ?? 3,
    migrate: false,
    supervise: false,
    schedule: false,
    createSchema: false,
  });
  boss.on("error", error => options.logger.error("queue", { error }));
  await boss.start();
  await boss.createQueue(CHANNEL_QUEUE, {
    policy: "exclusive",
    retryLimit: 0,
    expireInSeconds: 120,
    heartbeatSeconds: 30,
    deleteAfterSeconds: 3_600,
  });
  const attempt = (job: TakenJob<unknown>) => [{ id: job.id, retryCount: job.retryCount }];
  return {
    async enqueueChannels(jobs) {
      if (jobs.length === 0) return;
      if (jobs.some(job => !isId(job.channelId) || !isId(job.workspaceId)))
        throw new Error("a job needs the id of its channel and its workspace");
      await boss.insert(
        CHANNEL_QUEUE,
        jobs.map(job => ({ data: job, singletonKey: job.channelId })),
      );
    },
    async takeChannel() {
      const [job] = await boss.fetch<ChannelJob>(CHANNEL_QUEUE, { batchSize: 1, includeMetadata: true });
      return job ? { id: job.id, retryCount: job.retryCount, data: job.data } : null;
    },
    async settle(job, outcome) {
      if (outcome === "completed") await boss.complete(CHANNEL_QUEUE, attempt(job));
      else await boss.fail(CHANNEL_QUEUE, attempt(job));
    },
    async touch(job) {
      await boss.touch(CHANNEL_QUEUE, attempt(job));
    },
    supervise: () => boss.supervise(CHANNEL_QUEUE),
    async isReady() {
      return (await boss.isInstalled()) === true;
    },
    stop: () => boss.stop({ graceful: false, close: true }),
  };
}
