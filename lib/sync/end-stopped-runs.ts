import type { Tx } from "@/lib/db/client";

const STOPPED = JSON.stringify({
  code: "switched_off",
  message: "This direction was switched off or paused before the run had ended. Nothing was lost.",
});

/**
 * Ends the runs of channels that were switched off or paused: asked for and not begun, or begun and left between two jobs. One that is at work ends its piece first, and
 * then ends this way by itself.
 */
export async function endStoppedRuns(tx: Tx, of: { channelId: string } | { connectionId: string; kind?: string }): Promise<void> {
  const channelId = "channelId" in of ? of.channelId : null;
  const { connectionId = null, kind = null } = "channelId" in of ? {} : of;
  await tx.$executeRaw`
    update "Run" r set status = 'failed', "endedAt" = clock_timestamp(), error = ${STOPPED}::jsonb from "Channel" c
     where c.id = r."channelId" and (c.id = ${channelId}::uuid or c."connectionId" = ${connectionId}::uuid) and (${kind}::text is null or c.kind = ${kind})
       and (r.status = 'queued' or (r.status = 'running' and (c."leaseUntil" is null or c."leaseUntil" < clock_timestamp())))`;
}
