import { formatNumber } from "../patterns/format-number";

/** Counters of a run as words, in the order a person reads them. What is zero is left out, except that an empty run says so. */
const WORDS: [string, string][] = [
  ["imported", "new"],
  ["changed", "changed"],
  ["skipped", "skipped"],
  ["held", "held"],
  ["unreadable", "unreadable"],
  ["accepted", "accepted by the warehouse"],
  ["refused", "refused"],
  ["collected", "collected"],
  ["voided", "voided"],
  ["writtenBack", "written back"],
  ["confirmed", "confirmed"],
  ["inDoubt", "being checked"],
  ["waiting", "waiting"],
  ["foreign", "not ours"],
];

export function counterWords(counters: Record<string, number>): string {
  const parts = WORDS.flatMap(([name, word]) => {
    const count = counters[name] ?? 0;
    return count > 0 ? [`${formatNumber(count)} ${word}`] : [];
  });
  if (parts.length > 0) return parts.join(", ");
  const read = counters.read ?? 0;
  return read > 0 ? `${formatNumber(read)} read, nothing new` : "Nothing new";
}

/** Those that a run page lists one by one. */
export function counterRows(counters: Record<string, number>): { label: string; count: number }[] {
  const known: [string, string][] = [["read", "read"], ...WORDS.slice(0, 5), ["sent", "sent"], ...WORDS.slice(5)];
  return known.flatMap(([name, label]) => {
    const count = counters[name] ?? 0;
    return count > 0 ? [{ label, count }] : [];
  });
}
