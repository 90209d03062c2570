"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { RunDetail } from "@/lib/api/schemas/run";
import { EventTimeline } from "../patterns/event-sheet";
import { formatNumber } from "../patterns/format-number";
import { getJson } from "../patterns/get-json";
import { useAnnounce } from "../patterns/live-region";
import { Section } from "../patterns/section";
import { counterRows, counterWords } from "./counter-words";
import { isMoving } from "./run-record";

const MOVING_MS = 1_500;

/** Counters and log of one run; they move while it does, and its end is announced. */
export function RunProgress({ initial }: { initial: RunDetail }) {
  const router = useRouter();
  const announce = useAnnounce();
  const { data: run } = useQuery({
    queryKey: ["run", initial.id],
    queryFn: ({ signal }) => getJson<RunDetail>(`/api/v1/runs/${initial.id}`, signal),
    initialData: initial,
    enabled: isMoving(initial),
    refetchInterval: query => (query.state.data && isMoving(query.state.data) ? MOVING_MS : false),
  });
  const wasMoving = useRef(isMoving(initial));
  useEffect(() => {
    if (wasMoving.current && !isMoving(run)) {
      announce(run.error?.message ?? `The run is done: ${counterWords(run.counters)}`);
      router.refresh();
    }
    wasMoving.current = isMoving(run);
  }, [run, announce, router]);
  const counters = counterRows(run.counters);
  return (
    <>
      <section aria-label="Counters">
        {counters.length > 0 ? (
          <dl className="flex flex-wrap gap-x-10 gap-y-4">
            {counters.map(counter => (
              <div key={counter.label}>
                <dd className="text-figure tabular-nums">{formatNumber(counter.count)}</dd>
                <dt className="text-ink-2">{counter.label}</dt>
              </div>
            ))}
          </dl>
        ) : (
          <p className="text-ink-2">{isMoving(run) ? "Nothing counted yet." : "Nothing new was found."}</p>
        )}
      </section>
      <Section title="Log" note={isMoving(run) ? "Grows while the run does" : undefined}>
        {run.events.length > 0 ? (
          <EventTimeline events={run.events.map(event => ({ ...event, runId: run.id }))} />
        ) : (
          <p className="border-line border-t py-3 text-ink-2">{isMoving(run) ? "No line yet." : "This run had nothing to tell."}</p>
        )}
      </Section>
    </>
  );
}
