import { createHash } from "node:crypto";
import type { SandboxRequest, SandboxResponse } from "../shared/exchange";
import { signIn } from "./sign-in";
import type { Site } from "./site";
import { findRefreshable, issueTokens, newGrant, revokeGrants, scopes } from "./tokens";
import type { ConnectedApp } from "./world";

const KNOWN_SCOPES = new Set(["api", "offline_access", "api:concurrent_access", "openid", "profile", "email"]);
const KNOWN_GRANTS = new Set(["password", "refresh_token", "authorization_code"]);

/** An OAuth error: always 400, a code, sometimes a description. */
class TokenError extends Error {
  constructor(
    readonly code: string,
    readonly description?: string,
  ) {
    super(code);
  }
}

/** The application behind a client id. The tenant after `@` is part of it. */
export function findApp(site: Site, clientId: string): ConnectedApp | null {
  return site.world.apps.find(app => app.clientId.toLowerCase() === clientId.toLowerCase()) ?? null;
}

function authenticateApp(site: Site, form: URLSearchParams): ConnectedApp {
  const app = findApp(site, form.get("client_id") ?? "");
  if (!app) throw new TokenError("invalid_client");
  if (!app.isActive) throw new TokenError(site.switches.inactiveAppError);
  const secret = app.secrets.find(known => known.value === form.get("client_secret"));
  if (!secret) throw new TokenError("invalid_client");
  if (secret.expiresAt && Date.parse(secret.expiresAt) <= site.clock.now()) throw new TokenError(site.switches.expiredSecretError);
  return app;
}

/** The scope to grant. @throws TokenError for unknown or forbidden ones. */
export function checkScope(site: Site, app: ConnectedApp, text: string | null): string {
  const wanted = scopes(text ?? "");
  if (wanted.length === 0) return "api";
  if (wanted.some(scope => !KNOWN_SCOPES.has(scope))) throw new TokenError("invalid_scope");
  if (wanted.includes("offline_access") && app.refreshMode === "none") throw new TokenError("invalid_scope");
  if (wanted.includes("api:concurrent_access") && !site.switches.concurrentScopeAllowed) throw new TokenError("invalid_scope");
  return wanted.join(" ");
}

function passwordGrant(site: Site, app: ConnectedApp, form: URLSearchParams): SandboxResponse {
  const scope = checkScope(site, app, form.get("scope"));
  const login = form.get("username") ?? "";
  const username = site.switches.loginWithTenantSuffix ? login.replace(`@${app.tenant}`, "") : login;
  const attempt = { tenant: app.tenant, username, password: form.get("password") ?? "", through: "token" };
  const result = signIn(site, attempt);
  if (result.kind === "refused") {
    const description =
      result.reason === "locked" || result.reason === "disabled" ? site.switches.lockedUserDescription : "invalid_username_or_password";
    throw new TokenError("invalid_grant", description);
  }
  const grant = newGrant(site, { app, user: result.user.name, scope });
  return { status: 200, body: issueTokens(site, { app, grant, previous: null }) };
}

function refreshGrant(site: Site, app: ConnectedApp, form: URLSearchParams): SandboxResponse {
  const value = form.get("refresh_token") ?? "";
  if (value === "") throw new TokenError("invalid_request");
  const found = findRefreshable(site, app.clientId, value);
  if (!found) {
    site.journal.effect("refresh refused", { clientId: app.clientId });
    throw new TokenError("invalid_grant");
  }
  return { status: 200, body: issueTokens(site, { app, grant: found.grant, previous: found.token }) };
}

function isVerifierRight(challenge: string | null, verifier: string | null): boolean {
  if (challenge === null) return true;
  return verifier !== null && createHash("sha256").update(verifier).digest("base64url") === challenge;
}

function codeGrant(site: Site, app: ConnectedApp, form: URLSearchParams): SandboxResponse {
  const code = site.world.codes.get(form.get("code") ?? "");
  const isUsable = code && !code.isUsed && code.expiresMs > site.clock.now() && code.clientId === app.clientId;
  if (!isUsable || code.redirectUri !== form.get("redirect_uri")) throw new TokenError("invalid_grant");
  code.isUsed = true;
  if (!isVerifierRight(code.challenge, form.get("code_verifier"))) throw new TokenError("invalid_grant");
  const grant = newGrant(site, { app, user: code.user, scope: code.scope });
  return { status: 200, body: issueTokens(site, { app, grant, previous: null }) };
}

const NO_STORE = { "cache-control": "no-store, no-cache, max-age=0", pragma: "no-cache" };

function errorAnswer(error: TokenError): SandboxResponse {
  return {
    status: 400,
    headers: NO_STORE,
    body: { error: error.code, ...(error.description ? { error_description: error.description } : {}) },
  };
}

function formOf(request: SandboxRequest): URLSearchParams {
  const isForm = (request.headers["content-type"] ?? "").includes("application/x-www-form-urlencoded");
  return new URLSearchParams(isForm ? request.rawBody.toString("utf8") : "");
}

/** `POST /identity/connect/token`: password, refresh_token and authorization_code, credentials in the body. */
export function tokenEndpoint(site: Site, request: SandboxRequest): SandboxResponse {
  const form = formOf(request);
  const grantType = form.get("grant_type") ?? "";
  Object.assign(request.notes, { name: `token ${grantType}`, clientId: form.get("client_id"), user: form.get("username") ?? undefined });
  try {
    if (!form.has("grant_type")) throw new TokenError(form.size === 0 ? "invalid_request" : "unsupported_grant_type");
    const app = authenticateApp(site, form);
    if (!KNOWN_GRANTS.has(grantType)) throw new TokenError("unsupported_grant_type");
    if (grantType !== "refresh_token" && !app.flows.includes(grantType)) throw new TokenError("unauthorized_client");
    const grants = { password: passwordGrant, refresh_token: refreshGrant, authorization_code: codeGrant };
    const response = grants[grantType as keyof typeof grants](site, app, form);
    return { ...response, headers: NO_STORE };
  } catch (error) {
    if (error instanceof TokenError) return errorAnswer(error);
    throw error;
  }
}

/** `POST /identity/connect/revocation`: ends the grant of a token. It answers 200 whatever it was given, and frees no seat. */
export function revocationEndpoint(site: Site, request: SandboxRequest): SandboxResponse {
  const form = formOf(request);
  request.notes.name = "token revocation";
  try {
    const app = authenticateApp(site, form);
    const value = form.get("token") ?? "";
    const grantId = site.world.accessTokens.get(value)?.grantId ?? site.world.refreshTokens.get(value)?.grantId;
    revokeGrants(site, grant => grant.id === grantId && grant.clientId === app.clientId);
    return { status: 200, headers: NO_STORE };
  } catch (error) {
    if (error instanceof TokenError) return errorAnswer(error);
    throw error;
  }
}
