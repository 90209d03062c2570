import type { Metadata } from "next";
import { EventSheetFrame } from "@/components/patterns/event-sheet";
import { FailureStrip } from "@/components/patterns/failure-strip";
import { formatDuration } from "@/components/patterns/format-time";
import { OWNER_WORDS } from "@/components/patterns/owner-words";
import { PageHeader } from "@/components/patterns/page-header";
import { Time } from "@/components/patterns/time";
import { RunMark } from "@/components/runs/run-mark";
import { RunProgress } from "@/components/runs/run-progress";
import { CHANNEL_LOOKS, TRIGGER_WORDS } from "@/components/runs/run-record";
import type { RunDetail } from "@/lib/api/schemas/run";
import type { Owner } from "@/lib/core/errors";
import { getRun } from "@/lib/db/runs";
import { readSearch } from "../../../read-search";
import { guardPage, readOr404 } from "../../guard-page";
import { readFoundExchange } from "../../read-found-exchange";

export const metadata: Metadata = { title: "Run" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ event?: string }>;
}

export default async function RunPage({ params, searchParams }: Props) {
  const context = await guardPage("runs:read");
  const [{ id }, { event: eventId }] = await Promise.all([params, readSearch(searchParams)]);
  const run = await readOr404(id, () => getRun(context.scope, { id }));
  const found = await readFoundExchange(context, { events: run.events, eventId });
  return (
    <EventSheetFrame events={run.events} found={found}>
      <PageHeader
        title={`${CHANNEL_LOOKS[run.channel].name}, ${run.connectionName}`}
        crumbs={[
          { href: "/activity", label: "Activity" },
          { href: `/connections/${run.connectionId}`, label: run.connectionName },
        ]}
        here="Run"
        marks={<RunMark status={run.status} />}
        summary={
          <>
            Started <Time at={run.startedAt ?? run.createdAt} seconds withZone />, {TRIGGER_WORDS[run.trigger]}
            {tookWords(run)}
          </>
        }
      />
      <div className="gutter grid gap-8 pb-14">
        {run.error && (
          <FailureStrip
            tone="bad"
            title={run.error.message}
            text="What was done before stays done; the next run goes on from there."
            who={ownerOf(run.error.owner).who}
            whoNote={ownerOf(run.error.owner).note}
            nextStep={run.error.nextStep}
          />
        )}
        <RunProgress initial={run} />
      </div>
    </EventSheetFrame>
  );
}

function tookWords(run: RunDetail): string {
  if (!run.startedAt || !run.endedAt) return "";
  return `, took ${formatDuration(Date.parse(run.endedAt) - Date.parse(run.startedAt))}`;
}

function ownerOf(owner: string | undefined): { who: string; note: string } {
  return owner && owner in OWNER_WORDS ? OWNER_WORDS[owner as Owner] : OWNER_WORDS.dockbridge;
}
