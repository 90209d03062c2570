/** A string literal of Acumatica's OData 3 flavour: single quotes, doubled inside. */
export function textLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** An instant with an explicit offset; without one its meaning would depend on the server. */
export function instantLiteral(at: Date): string {
  return `datetimeoffset'${at.toISOString().replace("Z", "+00:00")}'`;
}

/** `[from, until)` on a stamp field; either end may be open. */
export function stampRange(field: string, range: { from: Date | null; until: Date | null }): string[] {
  return [
    ...(range.from === null ? [] : [`${field} ge ${instantLiteral(range.from)}`]),
    ...(range.until === null ? [] : [`${field} lt ${instantLiteral(range.until)}`]),
  ];
}

/** The terms joined by `and`, or undefined when there is none. */
export function allOf(terms: string[]): string | undefined {
  return terms.length === 0 ? undefined : terms.join(" and ");
}

/** Key values as a path below the entity. A value with a slash can't be reached by path: null, ask by filter. */
export function keyPath(values: string[]): string | null {
  return values.some(value => /[/\\%?#]/.test(value)) ? null : values.map(encodeURIComponent).join("/");
}
