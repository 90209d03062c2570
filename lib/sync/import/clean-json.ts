/** Larger records are not an order anybody packs; they would only fill memory and tables. */
const RECORD_BYTES_MAX = 8 * 1024 * 1024;

/**
 * The record as text that PostgreSQL takes as jsonb: NUL and lone surrogates, which it refuses, become U+FFFD. Everything else stays as it came.
 * Null when the record is larger than 8 MB.
 */
export function cleanJson(value: unknown): string | null {
  const text = JSON.stringify(value) ?? "null";
  if (text.length > RECORD_BYTES_MAX) return null;
  return /\\u0000|\\ud[89a-f]/i.test(text) ? JSON.stringify(cleanDeep(value)) : text;
}

/** The same for one text column. */
export function cleanText(value: string): string {
  return value.replaceAll("\0", "\uFFFD").toWellFormed();
}

function cleanDeep(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanDeep);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), cleanDeep(inner)]));
  return value;
}
