import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type Page } from "@/lib/api/schemas/common";
import { InvalidInputError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { Prisma } from "./generated/client";
import type { Scope } from "./scope";

/**
 * Keyset paging. A cursor is where the page before ended: the row's instant with its microseconds, and its id.
 * A JavaScript Date would cut the microseconds off and so skip or repeat rows of the same millisecond.
 */
export interface Position {
  at: string;
  id: string;
}

export interface PageRequest {
  limit?: number;
  cursor?: string;
}

/** A timestamptz column as the `at` of a position: UTC, microseconds, one spelling. */
export function instantText(column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** True for an instant that exists, so that PostgreSQL will take it: it knows no year 0, and the 30th of February does not come back as itself. */
function isInstant(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/.test(text)) return false;
  const at = new Date(`${text.slice(0, 23)}Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 23) === text.slice(0, 23);
}

export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify([position.at, position.id])).toString("base64url");
}

/** Throws InvalidInputError for anything that we did not hand out. */
export function decodeCursor(cursor: string): Position {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as unknown[];
    if (typeof at === "string" && typeof id === "string" && isInstant(at) && isId(id)) return { at, id };
  } catch {
    // Falls through to the one answer for every wrong cursor.
  }
  throw new InvalidInputError({ field: "cursor", message: "This cursor is not one we handed out. Start again without it." });
}

/** True for a cursor that decodeCursor takes. */
export function isCursor(cursor: string): boolean {
  try {
    return decodeCursor(cursor) !== null;
  } catch {
    return false;
  }
}

export function limitOf(request: PageRequest): number {
  return Math.min(Math.max(request.limit ?? PAGE_LIMIT_DEFAULT, 1), PAGE_LIMIT_MAX);
}

/** Cuts the one row that was read beyond the limit and turns it into the answer whether more follow. */
export function toPage<Row extends Position, Item>(rows: Row[], options: { limit: number; map: (rows: Row[]) => Item[] }): Page<Item> {
  const shown = rows.slice(0, options.limit);
  const last = shown.at(-1);
  return { data: options.map(shown), nextCursor: rows.length > options.limit && last ? encodeCursor(last) : null };
}

/** For short lists (stores, warehouses, keys): the id alone orders them, because UUIDv7 sorts by birth. Oldest first. */
export function idPage(request: PageRequest): { take: number; orderBy: { id: "asc" }; cursorWhere: { id?: { gt: string } } } {
  const after = request.cursor ? decodeIdCursor(request.cursor) : undefined;
  return { take: limitOf(request) + 1, orderBy: { id: "asc" }, cursorWhere: after ? { id: { gt: after } } : {} };
}

export function toIdPage<Row extends { id: string }, Item>(
  rows: Row[],
  options: { request: PageRequest; map: (row: Row) => Item },
): Page<Item> {
  const limit = limitOf(options.request);
  const last = rows[limit - 1];
  const nextCursor = rows.length > limit && last ? Buffer.from(last.id).toString("base64url") : null;
  return { data: rows.slice(0, limit).map(options.map), nextCursor };
}

function decodeIdCursor(cursor: string): string {
  const id = Buffer.from(cursor, "base64url").toString("utf8");
  if (isId(id)) return id;
  throw new InvalidInputError({ field: "cursor", message: "This cursor is not one we handed out. Start again without it." });
}

/** First fence, in front of row-level security: whose rows a query may touch. */
export function ownRows(scope: Scope): { workspaceId: string; merchantId?: string } {
  return scope.merchantId ? { workspaceId: scope.workspaceId, merchantId: scope.merchantId } : { workspaceId: scope.workspaceId };
}

export const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
