/**
 * A Pacific wall clock, as ShipStation V1 stores and compares times: the local date and time read as if it were UTC, in milliseconds.
 * Two instants an hour apart share one wall time in November; that is the vendor's hazard, kept on purpose.
 */
export type WallTime = number;

const HOUR_MS = 3_600_000;
const turns = new Map<number, { startsAt: number; endsAt: number }>();

/** The n-th Sunday of a month as UTC midnight. */
function nthSunday(year: number, month: number, nth: number): number {
  const firstWeekday = new Date(Date.UTC(year, month, 1)).getUTCDay();
  return Date.UTC(year, month, 1 + ((7 - firstWeekday) % 7) + (nth - 1) * 7);
}

/** When daylight time starts and ends in a year (United States rule since 2007: 02:00 local, second Sunday of March, first of November). */
function daylightTurns(year: number): { startsAt: number; endsAt: number } {
  const known = turns.get(year);
  if (known) return known;
  const computed = { startsAt: nthSunday(year, 2, 2) + 10 * HOUR_MS, endsAt: nthSunday(year, 10, 1) + 9 * HOUR_MS };
  turns.set(year, computed);
  return computed;
}

/** An instant (milliseconds since the epoch) as Pacific wall time. */
export function toWall(instantMs: number): WallTime {
  const { startsAt, endsAt } = daylightTurns(new Date(instantMs).getUTCFullYear());
  return instantMs - (instantMs >= startsAt && instantMs < endsAt ? 7 : 8) * HOUR_MS;
}

/** `2015-06-29T08:46:27.0000000`: seven digits, no offset. */
export function formatWall(wall: WallTime): string {
  return `${new Date(wall).toISOString().slice(0, 23)}0000`;
}

/** `2015-06-29T08:46:27.707`: the three digits of item dates. */
export function formatWallShort(wall: WallTime): string {
  return new Date(wall).toISOString().slice(0, 23);
}

/** `2015-06-29`: ship dates and hold dates. */
export function formatWallDate(wall: WallTime): string {
  return new Date(wall).toISOString().slice(0, 10);
}

/** `8-13-2014`: the store refresh status. */
export function formatWallUsDate(wall: WallTime): string {
  const date = new Date(wall);
  return `${date.getUTCMonth() + 1}-${date.getUTCDate()}-${date.getUTCFullYear()}`;
}

const ISO_LIKE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const US_LIKE = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/;

function offsetMs(text: string): number {
  if (text.toUpperCase() === "Z") return 0;
  const sign = text.startsWith("-") ? -1 : 1;
  return sign * (Number(text.slice(1, 3)) * HOUR_MS + Number(text.slice(-2)) * 60_000);
}

function realDate(year: number, month: number, day: number): number | null {
  const date = Date.UTC(year, month - 1, day);
  return new Date(date).getUTCMonth() === month - 1 && year > 1752 ? date : null;
}

/**
 * Reads `yyyy-mm-dd hh:mm:ss`, ISO with `T`, a bare date or `m-d-yyyy`. An offset is dropped, or honoured when asked
 * (the vendor accepts offsets; what it does with them is unknown). Null when it is no date.
 */
export function parseWall(text: string, isOffsetHonoured: boolean): WallTime | null {
  const trimmed = text.trim();
  const us = US_LIKE.exec(trimmed);
  if (us) return realDate(Number(us[3]), Number(us[1]), Number(us[2]));
  const match = ISO_LIKE.exec(trimmed);
  if (!match) return null;
  const date = realDate(Number(match[1]), Number(match[2]), Number(match[3]));
  const [hours, minutes, seconds] = [Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)];
  if (date === null || hours > 23 || minutes > 59 || seconds > 59) return null;
  const wall = date + hours * HOUR_MS + minutes * 60_000 + seconds * 1000 + Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
  const offset = match[8];
  return offset && isOffsetHonoured ? toWall(wall - offsetMs(offset)) : wall;
}
