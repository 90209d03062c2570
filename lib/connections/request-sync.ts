import { CHANNEL_KINDS, type ChannelKind } from "@/lib/api/schemas/connection";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/client";
import { addAudit } from "@/lib/db/events";
import { ownRows } from "@/lib/db/page";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { makeDue } from "./enable-connection";

export interface RequestedRun {
  id: string;
  channel: ChannelKind;
  status: "queued" | "running";
}

/**
 * Asks for a run of each channel, or of the one named, as soon as a worker is free. A channel that already has a queued run keeps that one: asking twice is
 * one run. Throws NotFoundError; ConflictError `connection_off` or `channel_paused`, in which case nothing was asked for.
 */
export async function requestSync(
  scope: Scope,
  params: { connectionId: string; channel?: ChannelKind },
): Promise<{ runs: RequestedRun[] }> {
  const { connectionId } = params;
  const { workspaceId } = scope;
  return inWorkspace(scope, async tx => {
    const connection = await tx.connection.findFirst({
      where: { AND: [ownRows(scope), { id: connectionId }] },
      select: { name: true, enabled: true, channels: { orderBy: { kind: "asc" } } },
    });
    if (!connection) throw new NotFoundError("connection");
    if (!connection.enabled) {
      throw new ConflictError({
        code: "connection_off",
        message: "This connection is switched off.",
        nextStep: "Switch it on; it then runs at once.",
      });
    }
    const asked = connection.channels.filter(channel => params.channel === undefined || channel.kind === params.channel);
    const running = asked.filter(channel => channel.enabled && channel.pausedAt === null);
    if (running.length === 0) {
      throw new ConflictError({
        code: "channel_paused",
        message: "This direction is paused.",
        nextStep: "Resume it; it then runs at once.",
      });
    }
    const runs: RequestedRun[] = [];
    for (const channel of running) {
      const kind = CHANNEL_KINDS.find(known => known === channel.kind);
      if (!kind) continue;
      runs.push(await queueRun(tx, { workspaceId, connectionId, channelId: channel.id, kind }));
      await makeDue(tx, { workspaceId, connectionId, kind });
      // A person who asks expects everything: what the changes don't show (deleted orders, old stamps) is looked for too.
      await tx.$executeRaw`update "Channel" set "sweepDueAt" = clock_timestamp() where id = ${channel.id}::uuid and kind = 'orders'`;
    }
    await addAudit(tx, scope, {
      kind: "sync.requested",
      text: `Asked for a run of ${runs.map(run => run.channel).join(" and ")}.`,
      connectionId,
    });
    return { runs };
  });
}

/** One open run per channel: a queued one is what was asked for, a running one has perhaps passed what the asker wants to see, so it is followed by another. */
async function queueRun(
  tx: Tx,
  request: { workspaceId: string; connectionId: string; channelId: string; kind: ChannelKind },
): Promise<RequestedRun> {
  const { workspaceId, connectionId, channelId, kind } = request;
  await tx.$queryRaw`select 1 from "Channel" where id = ${channelId}::uuid for update`;
  const queued = await tx.run.findFirst({
    where: { workspaceId, channelId, status: "queued" },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  if (queued) return { id: queued.id, channel: kind, status: "queued" };
  const id = newId();
  await tx.run.create({ data: { id, workspaceId, connectionId, channelId, channel: kind, trigger: "manual", status: "queued" } });
  return { id, channel: kind, status: "queued" };
}
