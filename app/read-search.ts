import { isPlainText } from "@/lib/core/plain-text";
import { isCursor } from "@/lib/db/page";

/**
 * The parameters of a page's address as single texts. People keep and share these links, and crawlers make them up: what is given twice counts once, what no
 * database could be asked for is left out, and a place in a list that we did not hand out is its beginning.
 */
export async function readSearch<T extends { [K in keyof T]?: string | undefined }>(sent: Promise<T>): Promise<T> {
  const entries = Object.entries((await sent) as Record<string, string | string[] | undefined>).flatMap(([name, value]) => {
    const text = Array.isArray(value) ? value[0] : value;
    if (text === undefined || !isPlainText(text)) return [];
    return name === "at" && !text.split(".").filter(Boolean).every(isCursor) ? [] : [[name, text]];
  });
  return Object.fromEntries(entries) as T;
}
