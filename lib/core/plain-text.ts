/** True for text that a database can keep: no NUL, no half of a surrogate pair. */
export function isPlainText(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}

/** True when every text inside a value is plain, keys included. Walks without recursion, because what comes from outside may be nested without end. */
export function hasPlainTexts(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string" && !isPlainText(next)) return false;
    if (typeof next === "object" && next !== null) left.push(...Object.entries(next).flat());
  }
  return true;
}

/** Any text with what no database keeps taken out: for what is only noted, like the account name of a failed sign-in. */
export function toPlainText(text: string): string {
  return text.replaceAll("\u0000", "\ufffd").toWellFormed();
}
