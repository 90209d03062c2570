import { Temporal } from "temporal-polyfill";

/** The calendar day of an instant in a zone, as `2026-11-20`. Throws RangeError for a zone nobody knows. */
export function businessDate(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
