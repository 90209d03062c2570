/** What a run counts; shown live and kept with the run. */
export const COUNTER_NAMES = [
  "read",
  "imported",
  "changed",
  "skipped",
  "held",
  "unreadable",
  "sent",
  "accepted",
  "refused",
  "collected",
  "voided",
  "foreign",
  "writtenBack",
  "confirmed",
  "inDoubt",
  "waiting",
] as const;
export type CounterName = (typeof COUNTER_NAMES)[number];
export type Counters = Record<CounterName, number>;

export function zeroCounters(start: Partial<Counters> = {}): Counters {
  const zero = Object.fromEntries(COUNTER_NAMES.map(name => [name, 0])) as Counters;
  return { ...zero, ...start };
}
