import type { SandboxRequest, SandboxResponse } from "../shared/exchange";
import { readCookies, signInCookies, signOutCookies } from "./cookies";
import { Refusal, serverError } from "./errors";
import { closeSession, findSession, openSession } from "./sessions";
import { signIn } from "./sign-in";
import type { Caller, Site } from "./site";
import { findBearer, scopes } from "./tokens";
import type { Session } from "./world";

function unauthorized(site: Site): Refusal {
  return new Refusal({ status: 401, headers: { "www-authenticate": "Bearer" }, body: { message: site.switches.unauthorizedMessage } });
}

interface Identified {
  session: Session;
  /** Cookies this call has to hand out. */
  cookies: string[];
}

function bearerSession(site: Site, request: SandboxRequest, value: string): Identified {
  const bearer = findBearer(site, value);
  if (!bearer) throw unauthorized(site);
  const { grant, token } = bearer;
  Object.assign(request.notes, { clientId: grant.clientId, user: grant.user, tenant: grant.tenant });
  const wanted = scopes(grant.scope);
  if (wanted.includes("api:concurrent_access")) return concurrentSession(site, request, grant);
  const isOffline = wanted.includes("offline_access");
  const ownerKey = isOffline ? grant.id : token.value;
  const session =
    findSession(site, ownerKey) ??
    openSession(site, request, { kind: isOffline ? "offline" : "api", tenant: grant.tenant, user: grant.user, ownerKey });
  return { session, cookies: [] };
}

/** With concurrent access every call without the cookie takes another seat. */
function concurrentSession(site: Site, request: SandboxRequest, { tenant, user }: { tenant: string; user: string }): Identified {
  const existing = findSession(site, readCookies(request).get("ASP.NET_SessionId") ?? "-");
  if (existing) return { session: existing, cookies: [] };
  const session = openSession(site, request, { kind: "concurrent", tenant, user, ownerKey: "" });
  return { session, cookies: [`ASP.NET_SessionId=${session.id}; path=/; HttpOnly; SameSite=Lax`] };
}

/** Who is calling; opens the session a bearer call needs. @throws Refusal: 401, or the seat limit. */
export function identify(site: Site, request: SandboxRequest): { caller: Caller; cookies: string[] } {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const cookie = readCookies(request).get(".ASPXAUTH");
  const cookieSession = cookie ? findSession(site, cookie) : null;
  const found = bearer ? bearerSession(site, request, bearer) : cookieSession && { session: cookieSession, cookies: [] };
  const tenant = found && site.world.tenants.get(found.session.tenant);
  if (!found || !tenant) throw unauthorized(site);
  const { session, cookies } = found;
  session.lastUsedMs = site.clock.now();
  Object.assign(request.notes, { user: session.user, tenant: session.tenant, sessionId: session.id });
  return { caller: { tenant, user: session.user, session }, cookies };
}

function credentials(request: SandboxRequest): Record<string, string> {
  const isForm = (request.headers["content-type"] ?? "").includes("x-www-form-urlencoded");
  if (isForm) return Object.fromEntries(new URLSearchParams(request.rawBody.toString("utf8")));
  try {
    const json = request.json();
    return typeof json === "object" && json !== null
      ? Object.fromEntries(Object.entries(json).map(([name, value]) => [name, String(value ?? "")]))
      : {};
  } catch {
    return {};
  }
}

/** The tenant a login names: a single-tenant site takes any name, an empty one means the first. */
function chooseTenant(site: Site, name: string): string {
  const names = [...site.world.tenants.keys()];
  if (names.length === 1 || name === "") return names[0] ?? "";
  const match = names.find(known => known.toLowerCase() === name.toLowerCase());
  if (match) return match;
  throw new Refusal(
    serverError({
      exceptionMessage: "A proper company ID cannot be determined for the request.",
      exceptionType: "PX.Data.PXUndefinedCompanyException",
    }),
  );
}

/** `POST /entity/auth/login`: 204 with cookies; a wrong password is a 500. */
export function login(site: Site, request: SandboxRequest): { response: SandboxResponse; cookies: string[] } {
  const given = credentials(request);
  const tenant = chooseTenant(site, given.tenant ?? given.company ?? "");
  Object.assign(request.notes, { name: "login", user: given.name, tenant });
  const result = signIn(site, { tenant, username: given.name ?? "", password: given.password ?? "", through: "cookie login" });
  if (result.kind === "refused") {
    const locked =
      result.reason === "locked"
        ? "Error: Your account has been locked out."
        : result.reason === "disabled"
          ? "Error: Your account is disabled."
          : "Error: Invalid credentials. Please try again.";
    return { response: serverError({ exceptionMessage: locked }), cookies: [] };
  }
  const session = openSession(site, request, { kind: "cookie", tenant, user: result.user.name, ownerKey: "" });
  return { response: { status: 204 }, cookies: signInCookies(site, session) };
}

function sessionToClose(site: Site, request: SandboxRequest): Session | null {
  const value = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const cookies = readCookies(request);
  const cookieKey = cookies.get(".ASPXAUTH") ?? cookies.get("ASP.NET_SessionId");
  if (!value) return cookieKey ? findSession(site, cookieKey) : null;
  const bearer = findBearer(site, value);
  if (!bearer) throw unauthorized(site);
  Object.assign(request.notes, { user: bearer.grant.user, tenant: bearer.grant.tenant, clientId: bearer.grant.clientId });
  return findSession(site, bearer.grant.id) ?? findSession(site, value) ?? (cookieKey ? findSession(site, cookieKey) : null);
}

/** `POST /entity/auth/logout`: frees the seat; a bearer token stays usable and would open another session. */
export function logout(site: Site, request: SandboxRequest): { response: SandboxResponse; cookies: string[] } {
  request.notes.name = "logout";
  const session = sessionToClose(site, request);
  if (session) closeSession(site, session, "signed out");
  return { response: { status: 204 }, cookies: signOutCookies };
}
