import { newId } from "@/lib/core/ids";
import type { Db } from "./client";
import type { User } from "./users";

export interface LiveSession {
  id: string;
  user: User;
}

/** Lasts `ttlMs` from the database's own now. Returns the new id: every sign-in gets another one. */
export async function insertSession(db: Db, input: { userId: string; expiresAt: Date; userAgent: string | null }): Promise<string> {
  const row = await db.session.create({
    data: { id: newId(), userId: input.userId, expiresAt: input.expiresAt, userAgent: input.userAgent?.slice(0, 300) ?? null },
    select: { id: true },
  });
  return row.id;
}

/** The session, if it is neither over nor revoked and its person still exists. Notes the visit, at most once in five minutes. */
export async function findLiveSession(db: Db, request: { id: string; now: Date }): Promise<LiveSession | null> {
  const row = await db.session.findUnique({
    where: { id: request.id },
    select: { id: true, expiresAt: true, revokedAt: true, lastSeenAt: true, user: { select: { id: true, email: true, name: true } } },
  });
  if (!row || row.revokedAt || row.expiresAt <= request.now) return null;
  if (request.now.getTime() - row.lastSeenAt.getTime() > 300_000) {
    await db.session.updateMany({ where: { id: row.id }, data: { lastSeenAt: request.now } });
  }
  return { id: row.id, user: row.user };
}

export async function listSessionsOf(
  db: Db,
  request: { userId: string; now: Date },
): Promise<{ id: string; createdAt: string; lastSeenAt: string; userAgent: string | null }[]> {
  const rows = await db.session.findMany({
    where: { userId: request.userId, revokedAt: null, expiresAt: { gt: request.now } },
    orderBy: { lastSeenAt: "desc" },
    take: 50,
  });
  return rows.map(row => ({
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    userAgent: row.userAgent,
  }));
}

/** A person may end their own sessions only. False when there was nothing to end. */
export async function revokeSession(db: Db, request: { id: string; userId: string; now: Date }): Promise<boolean> {
  const { count } = await db.session.updateMany({
    where: { id: request.id, userId: request.userId, revokedAt: null },
    data: { revokedAt: request.now },
  });
  return count > 0;
}
