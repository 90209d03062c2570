import { newId } from "@/lib/core/ids";
import type { Scope } from "@/lib/db/scope";
import { inWorkspaceSql } from "@/lib/db/tx";
import type { ChannelRun } from "./context";
import { type Counters, zeroCounters } from "./counters";
import { holdLease, type Lease } from "./lease";

/** The channel's open run: the one a dead process left, the one somebody asked for, or a new one. */
export async function startRun(
  scope: Scope,
  options: { lease: Lease; channel: { id: string; kind: string }; connectionId: string },
): Promise<{ id: string; counters: Counters }> {
  return inWorkspaceSql(
    scope,
    async tx => {
      await holdLease(tx, options.lease);
      const [open] = await tx.$queryRaw<{ id: string; counters: Partial<Counters> }[]>`
        update "Run" set status = 'running', "startedAt" = coalesce("startedAt", clock_timestamp())
         where id = (select id from "Run" where "channelId" = ${options.channel.id}::uuid and status in ('queued', 'running') order by status desc, "createdAt" limit 1)
        returning id, counters`;
      if (open) return { id: open.id, counters: zeroCounters(open.counters) };
      const id = newId();
      await tx.$executeRaw`
        insert into "Run" (id, "workspaceId", "connectionId", "channelId", channel, trigger, status, "startedAt")
        values (${id}::uuid, ${scope.workspaceId}::uuid, ${options.connectionId}::uuid, ${options.channel.id}::uuid, ${options.channel.kind}, 'schedule', 'running', clock_timestamp())`;
      return { id, counters: zeroCounters() };
    },
    "run.start",
  );
}

/** Live progress; a run's page shows it while it moves. */
export async function saveCounters(run: ChannelRun): Promise<void> {
  const counters = JSON.stringify(run.counters);
  await inWorkspaceSql(
    run.scope,
    tx =>
      tx.$executeRaw`update "Run" set counters = ${counters}::jsonb where id = ${run.runId}::uuid and status = 'running' and counters <> ${counters}::jsonb`,
  );
}
