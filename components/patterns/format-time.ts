/** Instants, ages and durations in the words of the screens. Pure: the zone and "now" are handed in, so server and browser agree. */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options });
  formatters.set(key, made);
  return made;
}

function parts(at: Date, zone: string): Record<string, string> {
  const made = formatter(zone, {
    weekday: "short",
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).formatToParts(at);
  return Object.fromEntries(made.map(part => [part.type, part.value]));
}

const toDate = (at: string | Date): Date => (typeof at === "string" ? new Date(at) : at);

/** "EST", "UTC", "GMT+1": the zone's name at that instant. */
export function zoneName(at: string | Date, zone: string): string {
  return parts(toDate(at), zone).timeZoneName ?? zone;
}

/** "10:41", with seconds "10:41:55". */
export function formatClock(at: string | Date, options: { zone: string; seconds?: boolean }): string {
  const p = parts(toDate(at), options.zone);
  return options.seconds ? `${p.hour}:${p.minute}:${p.second}` : `${p.hour}:${p.minute}`;
}

/** "Fri 20 Nov", and with the year "Fri 20 Nov 2026". */
export function formatDay(at: string | Date, options: { zone: string; year?: boolean; weekday?: boolean }): string {
  const p = parts(toDate(at), options.zone);
  const day = options.weekday === false ? `${p.day} ${p.month}` : `${p.weekday} ${p.day} ${p.month}`;
  return options.year ? `${day} ${p.year}` : day;
}

export function isSameDay(a: string | Date, b: string | Date, zone: string): boolean {
  return formatDay(a, { zone, year: true }) === formatDay(b, { zone, year: true });
}

/** Short, for a row: "10:41" today, "19 Nov 16:18" this year, "3 May 2025" before. */
export function formatShort(at: string | Date, options: { zone: string; now: string | Date; seconds?: boolean }): string {
  const { zone, now } = options;
  if (isSameDay(at, now, zone)) return formatClock(at, options);
  const there = parts(toDate(at), zone);
  if (there.year === parts(toDate(now), zone).year) return `${there.day} ${there.month} ${there.hour}:${there.minute}`;
  return `${there.day} ${there.month} ${there.year}`;
}

/** Exact, with its zone: "Fri 20 Nov 2026, 10:41:33 EST". */
export function formatExact(at: string | Date, zone: string): string {
  const p = parts(toDate(at), zone);
  return `${p.weekday} ${p.day} ${p.month} ${p.year}, ${p.hour}:${p.minute}:${p.second} ${p.timeZoneName}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "just now", "3 min", "5 h 12 min", "1 d 2 h". Negative ages read as "just now": two clocks never agree to the second. */
export function formatAge(ms: number): string {
  if (ms < MINUTE) return "just now";
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) {
    const minutes = Math.floor((ms % HOUR) / MINUTE);
    const hours = `${Math.floor(ms / HOUR)} h`;
    return minutes === 0 ? hours : `${hours} ${minutes} min`;
  }
  const hours = Math.floor((ms % DAY) / HOUR);
  const days = `${Math.floor(ms / DAY)} d`;
  return hours === 0 ? days : `${days} ${hours} h`;
}

/** "84 ms", "0.8 s", "41 s", "2 min 50 s". */
export function formatDuration(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  if (seconds < 3600) return rest === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
  return formatAge(ms);
}

/** A schedule in words: "Every minute", "Every 5 minutes", "Every hour", "Every day". */
export function formatEvery(seconds: number): string {
  if (seconds % 86_400 === 0) return every(seconds / 86_400, "day");
  if (seconds % 3_600 === 0) return every(seconds / 3_600, "hour");
  if (seconds % 60 === 0) return every(seconds / 60, "minute");
  return every(seconds, "second");
}

function every(count: number, unit: string): string {
  return count === 1 ? `Every ${unit}` : `Every ${count} ${unit}s`;
}
