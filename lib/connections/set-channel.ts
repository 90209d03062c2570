import type { ChannelKind } from "@/lib/api/schemas/connection";
import { NotFoundError } from "@/lib/core/errors";
import { addAudit } from "@/lib/db/events";
import { ownRows } from "@/lib/db/page";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { endStoppedRuns } from "@/lib/sync/end-stopped-runs";
import { makeDue } from "./enable-connection";
import type { Runtime } from "./runtime";

export interface ChannelChange {
  connectionId: string;
  kind: ChannelKind;
  /** False pauses this direction, under the caller's name; true resumes it, at once when the connection is on. */
  enabled?: boolean;
  everySeconds?: number;
}

const WHAT: Record<ChannelKind, string> = { orders: "orders to the warehouse", shipments: "tracking back to Acumatica" };

/** Changes one channel's switch or schedule. The other direction is left alone. Throws NotFoundError. */
export async function setChannel(scope: Scope, params: { change: ChannelChange; runtime: Pick<Runtime, "clock"> }): Promise<void> {
  const { change, runtime } = params;
  const { workspaceId } = scope;
  await inWorkspace(scope, async tx => {
    const connection = await tx.connection.findFirst({
      where: { AND: [ownRows(scope), { id: change.connectionId }] },
      select: { enabled: true },
    });
    const channel =
      connection && (await tx.channel.findFirst({ where: { workspaceId, connectionId: change.connectionId, kind: change.kind } }));
    if (!connection || !channel) throw new NotFoundError("channel");
    const { everySeconds } = change;
    const isPausing = change.enabled === false && channel.enabled;
    const isResuming = change.enabled === true && (!channel.enabled || channel.pausedAt !== null);
    const paused = { enabled: false, pausedBy: scope.actor.name, pausedAt: runtime.clock.now(), nextDueAt: null };
    const resumed = { enabled: true, pausedBy: null, pausedAt: null };
    await tx.channel.updateMany({
      where: { workspaceId, id: channel.id },
      data: { ...(everySeconds ? { everySeconds } : {}), ...(isPausing ? paused : {}), ...(isResuming ? resumed : {}) },
    });
    if (isPausing) await endStoppedRuns(tx, { connectionId: change.connectionId, kind: change.kind });
    const isRunning = connection.enabled && (isResuming || (channel.enabled && !isPausing && everySeconds !== undefined));
    if (isRunning) await makeDue(tx, { workspaceId, connectionId: change.connectionId, kind: change.kind });
    const words = [
      ...(isPausing ? [`Paused ${WHAT[change.kind]}.`] : []),
      ...(isResuming ? [`Resumed ${WHAT[change.kind]}.`] : []),
      ...(everySeconds && everySeconds !== channel.everySeconds ? [`Set ${WHAT[change.kind]} to every ${everySeconds} seconds.`] : []),
    ];
    if (words.length > 0) await addAudit(tx, scope, { kind: "channel.changed", text: words.join(" "), connectionId: change.connectionId });
  });
}

/** Stops one direction until somebody resumes it. */
export function pauseChannel(
  scope: Scope,
  params: { connectionId: string; kind: ChannelKind; runtime: Pick<Runtime, "clock"> },
): Promise<void> {
  const { connectionId, kind, runtime } = params;
  return setChannel(scope, { change: { connectionId, kind, enabled: false }, runtime });
}

export function resumeChannel(
  scope: Scope,
  params: { connectionId: string; kind: ChannelKind; runtime: Pick<Runtime, "clock"> },
): Promise<void> {
  const { connectionId, kind, runtime } = params;
  return setChannel(scope, { change: { connectionId, kind, enabled: true }, runtime });
}
