import type { SandboxRequest, SandboxResponse } from "../shared/exchange";
import { authorizeEndpoint } from "./authorize";
import { lengthRequired, unknownAddress } from "./errors";
import type { Site } from "./site";
import { revocationEndpoint, tokenEndpoint } from "./token-endpoint";
import { findBearer } from "./tokens";

function discovery(site: Site, base: string): SandboxResponse {
  const identity = `${base}/identity`;
  return {
    status: 200,
    body: {
      issuer: identity,
      jwks_uri: `${identity}/.well-known/openid-configuration/jwks`,
      authorization_endpoint: `${identity}/connect/authorize`,
      token_endpoint: `${identity}/connect/token`,
      userinfo_endpoint: `${identity}/connect/userinfo`,
      ...(site.switches.revocationEndpoint ? { revocation_endpoint: `${identity}/connect/revocation` } : {}),
      scopes_supported: ["openid", "profile", "email", "api", "api:concurrent_access", "offline_access"],
      response_types_supported: ["code", "token", "id_token", "code id_token"],
      grant_types_supported: ["authorization_code", "password", "refresh_token", "implicit"],
      token_endpoint_auth_methods_supported: ["client_secret_post"],
      code_challenge_methods_supported: ["S256"],
    },
  };
}

function userInfo(site: Site, request: SandboxRequest): SandboxResponse {
  const bearer = findBearer(site, /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "");
  if (!bearer) return { status: 401, headers: { "www-authenticate": "Bearer" } };
  return { status: 200, body: { sub: `${bearer.grant.user}@${bearer.grant.tenant}`, name: bearer.grant.user } };
}

function hasNoLength(request: SandboxRequest): boolean {
  return request.headers["content-length"] === undefined && request.headers["transfer-encoding"] === undefined;
}

/** Everything below `/identity`. `base` is the instance's own address, virtual directory included. */
export function identityRoutes(site: Site, request: SandboxRequest, { path, base }: { path: string; base: string }): SandboxResponse {
  const route = `${request.method} ${path.replace(/\/$/, "")}`;
  if (request.method === "POST" && hasNoLength(request)) return lengthRequired;
  if (route === "GET /identity/.well-known/openid-configuration") return discovery(site, base);
  if (route === "GET /identity/.well-known/openid-configuration/jwks") return { status: 200, body: { keys: [] } };
  if (route === "POST /identity/connect/token") return tokenEndpoint(site, request);
  if (route === "POST /identity/connect/revocation" && site.switches.revocationEndpoint) return revocationEndpoint(site, request);
  if (route === "GET /identity/connect/userinfo") return userInfo(site, request);
  if (path.replace(/\/$/, "") === "/identity/connect/authorize") return authorizeEndpoint(site, request);
  return unknownAddress(`${base}${path}`, "No route data was found for this request.");
}
