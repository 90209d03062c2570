import { newApp, newUser } from "./seed-base";
import { closeSession, liveSessions } from "./sessions";
import type { Site } from "./site";
import { findApp } from "./token-endpoint";
import { revokeGrants } from "./tokens";
import type { ConnectedApp, ErpUser } from "./world";

export type AppChange = Partial<ConnectedApp> & {
  clientId: string;
  /** Adds a secret; older ones stay. */
  addSecret?: { value: string; expiresAt?: string };
  /** Gives every present secret an end. */
  secretsExpireAt?: string;
};

/** Connected Applications (SM303010): changes an application, or registers it under a client id `<GUID>@<tenant>`. */
export function changeApp(site: Site, { clientId, addSecret, secretsExpireAt, ...fields }: AppChange): ConnectedApp {
  const tenant = clientId.split("@")[1] ?? "";
  let app = findApp(site, clientId);
  if (!app) {
    if (!site.world.tenants.has(tenant)) throw new Error(`No tenant ${tenant}`);
    app = newApp({ clientId, tenant });
    site.world.apps.push(app);
  }
  Object.assign(app, fields);
  if (secretsExpireAt) for (const secret of app.secrets) secret.expiresAt = secretsExpireAt;
  if (addSecret) app.secrets.push({ value: addSecret.value, expiresAt: addSecret.expiresAt ?? null });
  site.journal.effect("application changed", {
    clientId: app.clientId,
    isActive: app.isActive,
    refreshMode: app.refreshMode,
    secrets: app.secrets.length,
  });
  site.changed();
  return app;
}

export type UserChange = Partial<ErpUser> & {
  name: string;
  tenant: string;
  /** true locks until unlocked, false unlocks and forgets refused passwords. */
  isLocked?: boolean;
};

/** Users (SM201010): password, lock, rights per screen, session cap. Rights of open sessions stay as they were. */
export function changeUser(site: Site, { name, tenant, isLocked, ...fields }: UserChange): ErpUser {
  let user = site.world.users.find(known => known.name === name && known.tenant === tenant);
  if (!user) {
    user = newUser({ name, tenant });
    site.world.users.push(user);
  }
  Object.assign(user, fields);
  if (isLocked === true) user.lockedUntilMs = Number.MAX_SAFE_INTEGER;
  if (isLocked === false) Object.assign(user, { lockedUntilMs: 0, failures: 0 });
  site.journal.effect("user changed", { tenant, user: name, isLocked: user.lockedUntilMs > site.clock.now(), isDisabled: user.isDisabled });
  site.changed();
  return user;
}

/** "Revoke Access" for one application, or for all. */
export function revokeTokens(site: Site, clientId?: string): number {
  return revokeGrants(site, grant => !clientId || grant.clientId === clientId);
}

/** Ends sessions from the server's side, as an application restart does. */
export function closeSessions(site: Site, user?: string): number {
  const sessions = liveSessions(site).filter(session => !user || session.user === user);
  for (const session of sessions) closeSession(site, session, "closed by the server");
  return sessions.length;
}
