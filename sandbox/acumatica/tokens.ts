import { randomBytes, randomUUID } from "node:crypto";
import { closeSessionsOf } from "./sessions";
import type { Site } from "./site";
import type { AccessToken, ConnectedApp, Grant, RefreshToken } from "./world";

const DAY_MS = 86_400_000;

/** Tokens are references into the database: 43 characters, nothing to read in them. */
export const opaque = () => randomBytes(32).toString("base64url");

export interface TokenAnswer {
  access_token: string;
  expires_in: number;
  token_type: "Bearer";
  refresh_token?: string;
  id_token?: string;
  scope: string;
}

export function scopes(scope: string): string[] {
  return scope.split(/\s+/).filter(part => part !== "");
}

function newAccessToken(site: Site, grant: Grant): AccessToken {
  const token = { value: opaque(), grantId: grant.id, expiresMs: site.clock.now() + site.switches.accessTokenSeconds * 1000 };
  site.world.accessTokens.set(token.value, token);
  grant.accessExpiresMs = token.expiresMs;
  return token;
}

/** Absolute mode keeps the first end for the whole chain; sliding mode moves it on each use, up to the cap. */
function newRefreshToken(site: Site, app: ConnectedApp, previous: RefreshToken | null, grantId: string): RefreshToken {
  const now = site.clock.now();
  const capDays = app.refreshMode === "sliding" ? app.slidingCapDays : app.absoluteDays;
  const capMs = previous?.capMs ?? (capDays === null ? Number.MAX_SAFE_INTEGER : now + capDays * DAY_MS);
  const expiresMs = app.refreshMode === "sliding" ? Math.min(now + app.slidingDays * DAY_MS, capMs) : capMs;
  const token = { value: opaque(), grantId, expiresMs, capMs, isUsed: false };
  site.world.refreshTokens.set(token.value, token);
  return token;
}

/** Expired access tokens would pile up in long runs. */
function dropOldTokens(site: Site): void {
  if (site.world.accessTokens.size < 2000) return;
  const limit = site.clock.now() - DAY_MS;
  for (const token of site.world.accessTokens.values()) if (token.expiresMs < limit) site.world.accessTokens.delete(token.value);
}

interface IssueRequest {
  app: ConnectedApp;
  grant: Grant;
  previous: RefreshToken | null;
}

/** A fresh pair for a grant. @returns the token endpoint's body. */
export function issueTokens(site: Site, { app, grant, previous }: IssueRequest): TokenAnswer {
  dropOldTokens(site);
  const access = newAccessToken(site, grant);
  const wanted = scopes(grant.scope);
  const refresh = wanted.includes("offline_access") ? newRefreshToken(site, app, previous, grant.id) : null;
  if (previous) previous.isUsed = true;
  site.journal.effect(previous ? "token refreshed" : "token issued", {
    clientId: app.clientId,
    tenant: grant.tenant,
    user: grant.user,
    grantId: grant.id,
    scope: grant.scope,
  });
  site.changed();
  return {
    access_token: access.value,
    expires_in: site.switches.accessTokenSeconds,
    token_type: "Bearer",
    ...(refresh ? { refresh_token: refresh.value } : {}),
    ...(wanted.includes("openid") ? { id_token: `${opaque()}.${opaque()}.${opaque()}` } : {}),
    scope: grant.scope,
  };
}

export function newGrant(site: Site, { app, user, scope }: { app: ConnectedApp; user: string; scope: string }): Grant {
  const grant: Grant = { id: randomUUID(), clientId: app.clientId, tenant: app.tenant, user, scope, isRevoked: false, accessExpiresMs: 0 };
  site.world.grants.set(grant.id, grant);
  return grant;
}

export type Bearer = { grant: Grant; token: AccessToken };

/** The grant behind a live access token, or null when it is unknown, expired or revoked. */
export function findBearer(site: Site, value: string): Bearer | null {
  const token = site.world.accessTokens.get(value);
  const grant = token && site.world.grants.get(token.grantId);
  if (!token || !grant || grant.isRevoked || token.expiresMs <= site.clock.now()) return null;
  return { grant, token };
}

/** The refresh token if it can still be exchanged by this application. */
export function findRefreshable(site: Site, clientId: string, value: string): { token: RefreshToken; grant: Grant } | null {
  const token = site.world.refreshTokens.get(value);
  const grant = token && site.world.grants.get(token.grantId);
  if (!token || !grant || grant.isRevoked || grant.clientId !== clientId) return null;
  if (token.isUsed || token.expiresMs <= site.clock.now()) return null;
  return { token, grant };
}

/** "Revoke Access" on the application, or an administrator's clean-up. Seats stay taken: revoking does not sign out. */
export function revokeGrants(site: Site, isMatch: (grant: Grant) => boolean): number {
  let count = 0;
  for (const grant of site.world.grants.values()) {
    if (grant.isRevoked || !isMatch(grant)) continue;
    grant.isRevoked = true;
    count += 1;
    site.journal.effect("token revoked", { clientId: grant.clientId, user: grant.user, grantId: grant.id });
  }
  site.changed();
  return count;
}

/** Ends all access tokens now; refresh tokens live on. */
export function expireAccessTokens(site: Site): number {
  const now = site.clock.now();
  let count = 0;
  for (const token of site.world.accessTokens.values()) {
    if (token.expiresMs <= now) continue;
    token.expiresMs = now;
    count += 1;
    closeSessionsOf(site, token.value, "token expired");
  }
  for (const grant of site.world.grants.values()) grant.accessExpiresMs = Math.min(grant.accessExpiresMs, now);
  site.journal.effect("access tokens expired", { count });
  site.changed();
  return count;
}
