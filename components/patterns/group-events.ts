import type { OrderEvent } from "@/lib/api/schemas/order";
import { formatDay, isSameDay } from "./format-time";

/** A timeline of several orders knows which run an event belongs to. */
export type TimelineEvent = OrderEvent & { runId?: string | null };

export interface EventRow {
  event: TimelineEvent;
  /** How often the same thing happened in a row; the newest stands for all. */
  times: number;
}

export interface EventDay {
  label: string;
  rows: EventRow[];
}

/**
 * Newest first, under day headings; identical neighbours become one row with a count. With `foldRuns` everything of one kind that one run did is one row:
 * a run that sends a hundred orders does not fill a page.
 */
export function groupEvents(events: TimelineEvent[], options: { zone: string; now: Date; foldRuns?: boolean }): EventDay[] {
  const days: EventDay[] = [];
  let last: TimelineEvent | undefined;
  for (const event of newestFirst(events)) {
    const day = days.at(-1);
    if (!last || !day || !isSameDay(last.at, event.at, options.zone)) {
      days.push({ label: dayLabel(event.at, options), rows: [{ event, times: 1 }] });
    } else {
      const row = options.foldRuns ? sameRun(day.rows, event) : sameText(day.rows.at(-1), event);
      if (row) row.times += 1;
      else day.rows.push({ event, times: 1 });
    }
    last = event;
  }
  return days;
}

/** The one order of events: by instant, then by id, which was given in the order of writing. */
export function newestFirst<Event extends OrderEvent>(events: Event[]): Event[] {
  const place = (event: Event) => `${event.at} ${event.id}`;
  return [...events].sort((a, b) => (place(a) < place(b) ? 1 : -1));
}

function sameText(row: EventRow | undefined, event: TimelineEvent): EventRow | undefined {
  return row && row.event.kind === event.kind && row.event.text === event.text ? row : undefined;
}

function sameRun(rows: EventRow[], event: TimelineEvent): EventRow | undefined {
  if (!event.runId) return sameText(rows.at(-1), event);
  return rows.find(row => row.event.runId === event.runId && row.event.kind === event.kind);
}

function dayLabel(at: string, { zone, now }: { zone: string; now: Date }): string {
  const year = formatDay(at, { zone, year: true }).slice(-4) !== formatDay(now, { zone, year: true }).slice(-4);
  const label = formatDay(at, { zone, year });
  return isSameDay(at, now, zone) ? `Today, ${label}` : label;
}
