"use client";
import Link from "next/link";
import type { Run } from "@/lib/api/schemas/run";
import { type Column, DataTable } from "../patterns/data-table";
import { formatDuration } from "../patterns/format-time";
import { Time, ZoneName } from "../patterns/time";
import { useNow } from "../patterns/time-context";
import { Icon } from "../ui/icon";
import { counterWords } from "./counter-words";
import { RunMark } from "./run-mark";
import { CHANNEL_LOOKS, TRIGGER_WORDS } from "./run-record";
import { useLiveRuns } from "./use-live-runs";

export interface RunsTableProps {
  initial: Run[];
  /** Live lists show the newest page only. */
  connectionId?: string;
  limit: number;
  /** Off on older pages: what is there no longer changes. */
  live?: boolean;
}

/** Runs with their counters, which move while they run. */
export function RunsTable(props: RunsTableProps) {
  return props.live === false ? <Rows runs={props.initial} /> : <LiveRows {...props} />;
}

function LiveRows({ initial, connectionId, limit }: RunsTableProps) {
  return <Rows runs={useLiveRuns({ initial, connectionId, limit })} withConnection={!connectionId} />;
}

function Rows({ runs, withConnection = true }: { runs: Run[]; withConnection?: boolean }) {
  const repeats = findRepeats(runs);
  const columns: Column<Run>[] = [
    {
      key: "at",
      head: (
        <>
          Started, <ZoneName />
        </>
      ),
      cell: run => (
        <Link href={`/runs/${run.id}`} className="rounded-seg font-medium hover:underline">
          <Time at={run.startedAt ?? run.createdAt} seconds inRow />
        </Link>
      ),
    },
    { key: "channel", head: "Channel", cell: run => <Channel run={run} /> },
    ...(withConnection
      ? [{ key: "connection", head: "Connection", cell: (run: Run) => <span className="text-ink-2">{run.connectionName}</span> }]
      : []),
    { key: "result", head: "What happened", cell: run => <Result run={run} isRepeat={repeats.has(run.id)} /> },
    { key: "trigger", head: "Trigger", from: "lg", cell: run => <span className="text-ink-3">{TRIGGER_WORDS[run.trigger]}</span> },
    { key: "state", head: "State", cell: run => <RunMark status={run.status} quiet={repeats.has(run.id)} /> },
    { key: "took", head: "Took", align: "right", cell: run => <Took run={run} /> },
  ];
  return (
    <DataTable
      caption="Runs"
      columns={columns}
      rows={runs}
      rowKey={run => run.id}
      phoneRow={run => (
        <Link href={`/runs/${run.id}`} className="grid gap-0.5">
          <span className="flex justify-between gap-3">
            <Channel run={run} />
            <RunMark status={run.status} quiet={repeats.has(run.id)} />
          </span>
          <Result run={run} isRepeat={repeats.has(run.id)} />
          <span className="text-help text-ink-3">
            {withConnection && `${run.connectionName}, `}
            <Time at={run.startedAt ?? run.createdAt} withZone inRow />
          </span>
        </Link>
      )}
    />
  );
}

function Channel({ run }: { run: Run }) {
  const look = CHANNEL_LOOKS[run.channel];
  return (
    <span className="inline-flex items-center gap-2 align-middle">
      <Icon of={look.icon} size={15} className="text-ink-3" />
      <span className="font-medium">{look.name}</span>
    </span>
  );
}

/** Runs that failed for the same reason as the next newer one of their channel: one red line says it, the others stay quiet. */
function findRepeats(runs: Run[]): Set<string> {
  const newer = new Map<string, string | null>();
  const repeats = new Set<string>();
  for (const run of runs) {
    const channel = `${run.connectionId} ${run.channel}`;
    const code = run.error?.code ?? null;
    if (code !== null && newer.get(channel) === code) repeats.add(run.id);
    newer.set(channel, code);
  }
  return repeats;
}

function Result({ run, isRepeat }: { run: Run; isRepeat: boolean }) {
  if (run.error && isRepeat) return <span className="text-ink-3">Stopped for the same reason</span>;
  if (run.error) return <span className="text-bad">{run.error.message}</span>;
  if (run.status === "queued") return <span className="text-ink-3">Waits for its turn</span>;
  return <span className="text-ink-2 tabular-nums">{counterWords(run.counters)}</span>;
}

function Took({ run }: { run: Run }) {
  const now = useNow();
  if (!run.startedAt) return <span className="text-ink-3">–</span>;
  const end = run.endedAt ? Date.parse(run.endedAt) : now.getTime();
  return <span className="text-ink-3">{formatDuration(Math.max(0, end - Date.parse(run.startedAt)))}</span>;
}
