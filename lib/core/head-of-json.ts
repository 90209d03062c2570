/**
 * The beginning of a long JSON text as JSON of its own: cut after the last whole member within `charsMax` characters, with everything that is open closed.
 * Null when not even one member ends in there. Looks at no character beyond.
 */
export function headOfJson(text: string, charsMax: number): string | null {
  const open: string[] = [];
  let head: { end: number; closers: string[] } | null = null;
  let isInText = false;
  for (let at = 0; at < Math.min(text.length, charsMax); at += 1) {
    const char = text[at];
    if (isInText) {
      if (char === "\\") at += 1;
      else if (char === '"') isInText = false;
    } else if (char === '"') isInText = true;
    else if (char === "{") open.push("}");
    else if (char === "[") open.push("]");
    else if (char === "}" || char === "]") open.pop();
    else if (char === ",") head = { end: at, closers: open.toReversed() };
  }
  return head && text.slice(0, head.end) + head.closers.join("");
}
