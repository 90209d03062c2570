import { randomBytes } from "node:crypto";
import type { SandboxRequest } from "../shared/exchange";
import { errorPageRedirect } from "../shared/fault-runner";
import { Refusal, serverError } from "./errors";
import type { Site } from "./site";
import type { Session } from "./world";

interface SessionRequest {
  kind: Session["kind"];
  tenant: string;
  user: string;
  ownerKey: string;
}

/** Whether the sign-in behind a session has ended by itself. */
function hasEnded(site: Site, session: Session): boolean {
  const now = site.clock.now();
  if (session.kind === "cookie" || session.kind === "concurrent")
    return session.lastUsedMs + site.switches.cookieIdleMinutes * 60_000 <= now;
  if (session.kind === "api") return (site.world.accessTokens.get(session.ownerKey)?.expiresMs ?? 0) <= now;
  // A grant's session lives as long as any of its access tokens; revoking ends neither.
  return (site.world.grants.get(session.ownerKey)?.accessExpiresMs ?? 0) <= now;
}

export function closeSession(site: Site, session: Session, reason: string): void {
  if (!site.world.sessions.delete(session.id)) return;
  site.journal.effect("session closed", { sessionId: session.id, tenant: session.tenant, user: session.user, reason });
  site.changed();
}

export function closeSessionsOf(site: Site, ownerKey: string, reason: string): void {
  for (const session of [...site.world.sessions.values()]) if (session.ownerKey === ownerKey) closeSession(site, session, reason);
}

/** Seats in use now. Sessions whose token or idle time has run out are closed on the way. */
export function liveSessions(site: Site): Session[] {
  for (const session of [...site.world.sessions.values()]) if (hasEnded(site, session)) closeSession(site, session, "ended");
  return [...site.world.sessions.values()];
}

/** The seat limit as clients meet it: a redirect to the error page, a 500, or a 429. */
function seatLimit(site: Site, request: SandboxRequest): Refusal {
  const message = "The number of concurrent API logins for the user or the license has been reached. API Login Limit.";
  // The redirect was only ever seen on entity calls; sign-in itself answers 500.
  const isLogin = request.path.endsWith("/auth/login");
  const face = isLogin && site.switches.seatLimitFace === "302" ? "500" : site.switches.seatLimitFace;
  if (face === "302") return new Refusal(errorPageRedirect(request.path, message));
  if (face === "500") return new Refusal(serverError({ exceptionMessage: `Error: ${message}` }));
  return new Refusal({ status: 429, headers: { "content-type": "text/plain" }, body: site.switches.tooManyRequestsBody });
}

function assertSeat(site: Site, request: SandboxRequest, wanted: SessionRequest): void {
  const { maxApiSessions, maxSessionsPerUser } = site.switches;
  const live = liveSessions(site);
  const user = site.world.users.find(known => known.tenant === wanted.tenant && known.name === wanted.user);
  const own = live.filter(session => session.tenant === wanted.tenant && session.user === wanted.user).length;
  const userMax = user?.maxSessions ?? maxSessionsPerUser;
  if ((maxApiSessions === 0 || live.length < maxApiSessions) && (userMax === 0 || own < userMax)) return;
  site.journal.effect("session refused", { tenant: wanted.tenant, user: wanted.user, live: live.length, own });
  throw seatLimit(site, request);
}

/** Opens a session. Rights are those of this moment. @throws Refusal when no seat is left. */
export function openSession(site: Site, request: SandboxRequest, wanted: SessionRequest): Session {
  assertSeat(site, request, wanted);
  const user = site.world.users.find(known => known.tenant === wanted.tenant && known.name === wanted.user);
  const now = site.clock.now();
  const session: Session = { id: randomBytes(12).toString("hex"), ...wanted, openedMs: now, lastUsedMs: now, rights: { ...user?.rights } };
  if (session.kind === "cookie" || session.kind === "concurrent") session.ownerKey = session.id;
  site.world.sessions.set(session.id, session);
  site.journal.effect("session opened", { sessionId: session.id, kind: session.kind, tenant: session.tenant, user: session.user });
  site.changed();
  return session;
}

/** The session a token or cookie already has, still alive. */
export function findSession(site: Site, ownerKey: string): Session | null {
  for (const session of site.world.sessions.values()) {
    if (session.ownerKey !== ownerKey) continue;
    if (!hasEnded(site, session)) return session;
    closeSession(site, session, "ended");
  }
  return null;
}
