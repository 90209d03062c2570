import { Temporal } from "temporal-polyfill";

/** Midnight of today in the viewer's zone: what "today" counts from. */
export function startOfDay(now: Date, zone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  return new Date(here.startOfDay().epochMilliseconds);
}
