import type { OrderEvent } from "@/lib/api/schemas/order";
import { formatDay, isSameDay } from "./format-time";

export interface EventRow {
  event: OrderEvent;
  /** How often the same thing happened in a row; the newest stands for all. */
  times: number;
}

export interface EventDay {
  label: string;
  rows: EventRow[];
}

/** Newest first, under day headings; identical neighbours become one row with a count. */
export function groupEvents(events: OrderEvent[], options: { zone: string; now: Date }): EventDay[] {
  const days: EventDay[] = [];
  let last: OrderEvent | undefined;
  for (const event of [...events].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))) {
    const day = days.at(-1);
    if (!last || !day || !isSameDay(last.at, event.at, options.zone)) {
      days.push({ label: dayLabel(event.at, options), rows: [{ event, times: 1 }] });
    } else {
      const row = day.rows.at(-1);
      if (row && row.event.kind === event.kind && row.event.text === event.text) row.times += 1;
      else day.rows.push({ event, times: 1 });
    }
    last = event;
  }
  return days;
}

function dayLabel(at: string, { zone, now }: { zone: string; now: Date }): string {
  const year = formatDay(at, { zone, year: true }).slice(-4) !== formatDay(now, { zone, year: true }).slice(-4);
  const label = formatDay(at, { zone, year });
  return isSameDay(at, now, zone) ? `Today, ${label}` : label;
}
