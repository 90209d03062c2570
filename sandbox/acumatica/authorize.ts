import type { SandboxRequest, SandboxResponse } from "../shared/exchange";
import { signIn } from "./sign-in";
import type { Site } from "./site";
import { checkScope, findApp } from "./token-endpoint";
import { opaque } from "./tokens";
import type { ConnectedApp } from "./world";

interface AuthorizeRequest {
  app: ConnectedApp;
  redirectUri: string;
  scope: string;
  state: string | null;
  challenge: string | null;
  query: URLSearchParams;
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, letter => escapes[letter] ?? letter);

function page(title: string, body: string, status = 200): SandboxResponse {
  const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>body{font:16px system-ui;max-width:26rem;margin:4rem auto;padding:0 1rem}label,input,button{display:block;width:100%;box-sizing:border-box;margin:.4rem 0;font:inherit}button{padding:.5rem}</style></head><body><h1>${escapeHtml(title)}</h1>${body}</body></html>`;
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body: html };
}

function isRegistered(app: ConnectedApp, redirectUri: string): boolean {
  if (app.redirectUris.includes(redirectUri)) return true;
  if (!app.anyLoopbackRedirect || !URL.canParse(redirectUri)) return false;
  const { hostname, hash } = new URL(redirectUri);
  return hash === "" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/** Errors that cannot be sent back to the client are shown to the person instead. */
function readRequest(site: Site, query: URLSearchParams): AuthorizeRequest | SandboxResponse {
  const app = findApp(site, query.get("client_id") ?? "");
  if (!app?.isActive) return page("Error", "<p>unauthorized_client: unknown client or client not enabled</p>", 400);
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!isRegistered(app, redirectUri)) return page("Error", "<p>invalid_request: invalid redirect_uri</p>", 400);
  const state = query.get("state");
  const back = (error: string) => redirectBack({ redirectUri, state }, { error });
  if (query.get("response_type") !== "code") return back("unsupported_response_type");
  if (!app.flows.includes("authorization_code")) return back("unauthorized_client");
  const challenge = query.get("code_challenge");
  if (challenge !== null && query.get("code_challenge_method") !== "S256") return back("invalid_request");
  try {
    return { app, redirectUri, scope: checkScope(site, app, query.get("scope")), state, challenge, query };
  } catch {
    return back("invalid_scope");
  }
}

function redirectBack(
  { redirectUri, state }: { redirectUri: string; state: string | null },
  values: Record<string, string>,
): SandboxResponse {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(values)) target.searchParams.set(name, value);
  if (state !== null) target.searchParams.set("state", state);
  return { status: 302, headers: { location: target.href } };
}

function consentPage({ app, scope, query }: AuthorizeRequest, problem = ""): SandboxResponse {
  const hidden = [...query]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join("");
  return page(
    "Sign in to Acumatica (sandbox)",
    `<p><strong>${escapeHtml(app.name)}</strong> asks for: ${escapeHtml(scope)}. Tenant: ${escapeHtml(app.tenant)}.</p>${problem && `<p role="alert">${escapeHtml(problem)}</p>`}
<form method="post">${hidden}<label>User name <input name="username" autocomplete="username" required></label><label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button name="decision" value="allow">Allow</button><button name="decision" value="deny" formnovalidate>Deny</button></form>`,
  );
}

function decide(site: Site, wanted: AuthorizeRequest, form: URLSearchParams): SandboxResponse {
  if (form.get("decision") === "deny") return redirectBack(wanted, { error: "access_denied" });
  const attempt = {
    tenant: wanted.app.tenant,
    username: form.get("username") ?? "",
    password: form.get("password") ?? "",
    through: "consent page",
  };
  const result = signIn(site, attempt);
  if (result.kind === "refused") return consentPage(wanted, "Invalid credentials. Please try again.");
  const code = opaque();
  site.world.codes.set(code, {
    value: code,
    clientId: wanted.app.clientId,
    user: result.user.name,
    scope: wanted.scope,
    redirectUri: wanted.redirectUri,
    challenge: wanted.challenge,
    expiresMs: site.clock.now() + site.switches.authorizationCodeSeconds * 1000,
    isUsed: false,
  });
  return redirectBack(wanted, { code, scope: wanted.scope });
}

/** `/identity/connect/authorize`: GET shows sign-in and consent in one page, POST answers it. PKCE with S256 only. */
export function authorizeEndpoint(site: Site, request: SandboxRequest): SandboxResponse {
  request.notes.name = "authorize";
  const form = new URLSearchParams(request.method === "POST" ? request.rawBody.toString("utf8") : "");
  const query = new URLSearchParams(request.method === "POST" ? form : request.url.searchParams);
  for (const name of ["username", "password", "decision"]) query.delete(name);
  const wanted = readRequest(site, query);
  if ("status" in wanted) return wanted;
  request.notes.clientId = wanted.app.clientId;
  return request.method === "POST" ? decide(site, wanted, form) : consentPage(wanted);
}
