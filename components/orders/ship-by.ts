import { formatShort } from "../patterns/format-time";

export interface ShipBy {
  words: string;
  state: "fine" | "at_risk" | "past";
}

const AT_RISK_MS = 4 * 3_600_000;
const DATE_ONLY = /T00:00:00(\.000)?Z$/;

/**
 * Until when an order should ship. Acumatica's *Requested On* is a day without a time, kept as midnight UTC: such a value is that whole day, in the viewer's
 * zone too, and past only when the day is over.
 */
export function readShipBy(shipByAt: string, options: { now: Date; zone: string; accepted: boolean }): ShipBy {
  const { now, zone, accepted } = options;
  const risk = (isNear: boolean) => (isNear && !accepted ? "at_risk" : "fine");
  if (!DATE_ONLY.test(shipByAt)) {
    const left = Date.parse(shipByAt) - now.getTime();
    return { words: formatShort(shipByAt, { zone, now }), state: left < 0 ? "past" : risk(left < AT_RISK_MS) };
  }
  const day = shipByAt.slice(0, 10);
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
  if (day === today) return { words: "Today", state: risk(true) };
  return { words: dayWords(day, today), state: day < today ? "past" : "fine" };
}

/** "Mon 23 Nov"; another year with its number. */
function dayWords(day: string, today: string): string {
  const at = new Date(`${day}T12:00:00Z`);
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-US", { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" })
      .formatToParts(at)
      .map(part => [part.type, part.value]),
  );
  const words = `${parts.weekday} ${parts.day} ${parts.month}`;
  return day.slice(0, 4) === today.slice(0, 4) ? words : `${words} ${day.slice(0, 4)}`;
}
