import { Temporal } from "temporal-polyfill";

/** ShipStation V1 speaks US Pacific local time without an offset, in requests and answers. */
const PACIFIC = "America/Los_Angeles";

/**
 * Both instants a Pacific wall-clock text can mean. They differ only in the hour that comes twice in November; a time inside the hour that is skipped
 * in March counts as if the clock had not been changed yet. A text that does carry an offset or Z means what it says. Null when it is no date-time.
 */
export function readPacificTime(text: string): { earliestAt: Date; latestAt: Date } | null {
  const plain = text.trim().replace(" ", "T");
  try {
    if (/(z|[+-]\d{2}:?\d{2})$/i.test(plain)) {
      const at = new Date(Temporal.Instant.from(plain).epochMilliseconds);
      return { earliestAt: at, latestAt: at };
    }
    const local = Temporal.PlainDateTime.from(plain);
    const [earlier, later] = (["earlier", "later"] as const).map(disambiguation => local.toZonedDateTime(PACIFIC, { disambiguation }));
    if (!earlier || !later) return null;
    // In the skipped hour "earlier" moves back and "later" forward by the gap; the later one is what a clock not yet changed would mean.
    const isSkipped = !earlier.toPlainDateTime().equals(local);
    const earliestAt = new Date((isSkipped ? later : earlier).epochMilliseconds);
    return { earliestAt, latestAt: new Date(later.epochMilliseconds) };
  } catch {
    return null;
  }
}

/** The instant of a Pacific text; of two possible ones, the earlier. Null when it is no date-time. */
export function fromPacificTime(text: string): Date | null {
  return readPacificTime(text)?.earliestAt ?? null;
}

/** Pacific wall-clock text of an instant, `yyyy-mm-ddThh:mm:ss.fff`. In November two instants give one text: query an hour wider on both sides. */
export function toPacificTime(at: Date): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(PACIFIC);
  return zoned.toPlainDateTime().toString({ fractionalSecondDigits: 3 });
}

/** The calendar day in Pacific time, `yyyy-mm-dd`. */
export function toPacificDate(at: Date): string {
  return toPacificTime(at).slice(0, 10);
}
