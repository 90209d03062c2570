/**
 * Keyset paging knows the way forward only. The address keeps the cursors of the pages before, so that *Previous* and a reload work:
 * `?at=c1.c2` is the third page. Cursors are base64url and hold no dot.
 */
export interface PageLinks {
  cursor: string | undefined;
  pageNumber: number;
  previousHref: string | null;
  nextHref: string | null;
}

export function pageLinks(options: { path: string; query: Record<string, string | undefined>; nextCursor?: string | null }): PageLinks {
  const { path, query, nextCursor } = options;
  const stack = (query.at ?? "").split(".").filter(Boolean);
  const href = (cursors: string[]) => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value && name !== "at" && name !== "event") params.set(name, value);
    if (cursors.length > 0) params.set("at", cursors.join("."));
    const text = params.toString();
    return text ? `${path}?${text}` : path;
  };
  return {
    cursor: stack.at(-1),
    pageNumber: stack.length + 1,
    previousHref: stack.length > 0 ? href(stack.slice(0, -1)) : null,
    nextHref: nextCursor ? href([...stack, nextCursor]) : null,
  };
}
