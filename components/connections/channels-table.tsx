"use client";
import Link from "next/link";
import type { Channel, ChannelKind, Connection } from "@/lib/api/schemas/connection";
import type { Run } from "@/lib/api/schemas/run";
import { type Column, DataTable, TwoLines } from "../patterns/data-table";
import { formatEvery } from "../patterns/format-time";
import { RefusalNote } from "../patterns/refusal-note";
import { Section } from "../patterns/section";
import { Time, ZoneName } from "../patterns/time";
import { type Action, useAct } from "../patterns/use-act";
import { counterWords } from "../runs/counter-words";
import { CHANNEL_LOOKS, isMoving } from "../runs/run-record";
import { useLiveRuns } from "../runs/use-live-runs";
import { Switch } from "../ui/switch";
import { type RequestRun, RunNowButton } from "./run-now";
import { systemName } from "./systems";

export type SetChannelEnabled = Action<{ connectionId: string; channel: ChannelKind; enabled: boolean }>;

export interface ChannelsTableProps {
  connection: Connection;
  /** The latest runs of this connection, newest first. */
  runs: Run[];
  canRun: boolean;
  onSet: SetChannelEnabled;
  onRun: RequestRun;
}

/** One row per direction: its switch, when it looks, what the last look brought, when the next one is. Counters move while a run does. */
export function ChannelsTable({ connection, runs, canRun, onSet, onRun }: ChannelsTableProps) {
  const live = useLiveRuns({ initial: runs, connectionId: connection.id, limit: 20 });
  const lastOf = (channel: Channel) => live.find(run => run.channel === channel.kind) ?? null;
  const toggle = (channel: Channel) => <ChannelSwitch connection={connection} channel={channel} onSet={onSet} disabled={!canRun} />;
  const runNow = (channel: Channel) => (
    <RunNowButton
      connectionId={connection.id}
      channel={channel.kind}
      onRun={onRun}
      disabled={!canRun || !channel.enabled || !connection.enabled}
    />
  );
  const columns: Column<Channel>[] = [
    {
      key: "channel",
      head: "Channel",
      cell: channel => (
        <TwoLines
          first={<span className="font-medium">{CHANNEL_LOOKS[channel.kind].name}</span>}
          second={direction(connection, channel.kind)}
        />
      ),
    },
    { key: "on", head: "", headLabel: "On", cell: toggle },
    { key: "schedule", head: "Schedule", cell: channel => <Schedule channel={channel} /> },
    {
      key: "last",
      head: (
        <>
          Last run, <ZoneName />
        </>
      ),
      cell: channel => <LastRun run={lastOf(channel)} channel={channel} />,
    },
    { key: "next", head: "Next", cell: channel => <Time at={channel.nextDueAt} /> },
    { key: "run", head: "", headLabel: "Run now", align: "right", cell: runNow },
  ];
  return (
    <Section title="Channels">
      <DataTable
        caption="Channels of this connection"
        columns={columns}
        rows={connection.channels}
        rowKey={channel => channel.id}
        height="two"
        phoneRow={channel => (
          <div className="flex items-start justify-between gap-3">
            <div className="grid min-w-0 gap-0.5">
              <div>
                <span className="font-medium">{CHANNEL_LOOKS[channel.kind].name}</span>{" "}
                <span className="text-ink-3">{direction(connection, channel.kind)}</span>
              </div>
              <Schedule channel={channel} />
              <LastRun run={lastOf(channel)} channel={channel} />
              <div className="pt-1">{runNow(channel)}</div>
            </div>
            {toggle(channel)}
          </div>
        )}
      />
    </Section>
  );
}

function direction(connection: Connection, kind: ChannelKind): string {
  const store = systemName(connection.storePlatform);
  const warehouse = systemName(connection.warehousePlatform);
  return CHANNEL_LOOKS[kind].from === "store" ? `${store} → ${warehouse}` : `${warehouse} → ${store}`;
}

function Schedule({ channel }: { channel: Channel }) {
  const every =
    channel.kind === "shipments" ? `Webhooks, and ${formatEvery(channel.everySeconds).toLowerCase()}` : formatEvery(channel.everySeconds);
  const note = channel.enabled ? "All day" : channel.pausedBy ? `Paused by ${channel.pausedBy}` : "Off";
  return <TwoLines first={every} second={note} />;
}

function LastRun({ run, channel }: { run: Run | null; channel: Channel }) {
  if (!run) return <TwoLines first={<Time at={channel.lastRunAt} />} second={channel.lastRunAt ? undefined : "Not run yet"} />;
  const words = run.error ? <span className="text-warn">{run.error.message}</span> : counterWords(run.counters);
  return (
    <TwoLines
      className="max-w-80"
      first={
        <Link href={`/runs/${run.id}`} className="rounded-seg hover:underline">
          {isMoving(run) ? (
            <span className="text-accent">{run.status === "queued" ? "Queued" : "Running now"}</span>
          ) : (
            <Time at={run.endedAt ?? run.createdAt} inRow />
          )}
        </Link>
      }
      second={words}
    />
  );
}

function ChannelSwitch({
  connection,
  channel,
  onSet,
  disabled,
}: {
  connection: Connection;
  channel: Channel;
  onSet: SetChannelEnabled;
  disabled: boolean;
}) {
  const name = CHANNEL_LOOKS[channel.kind].name;
  const act = useAct(onSet, { done: `${name} ${channel.enabled ? "paused" : "resumed"}` });
  return (
    <>
      <Switch
        label={`${name} on`}
        checked={channel.enabled}
        disabled={disabled || act.isPending}
        onChange={enabled => act.run({ connectionId: connection.id, channel: channel.kind, enabled })}
      />
      <RefusalNote refusal={act.refusal} className="text-help" />
    </>
  );
}
