import { createHmac } from "node:crypto";
import { AcumaticaError, type AcumaticaErrorCode } from "./errors";
import { parseInstanceUrl } from "./instance-url";

/** What signs a store in. The client id names the tenant (`<GUID>@<tenant login name>`): Acumatica, Connected Applications (SM303010). */
export interface AcumaticaCredentials {
  grant: "password";
  instanceUrl: string;
  clientId: string;
  clientSecret: string;
  username: string;
  password: string;
  tenant?: string;
}

/** Base address of the instance without a trailing slash. Throws AcumaticaError `unreachable` for text that is no address. */
export function baseUrlOf(credentials: Pick<AcumaticaCredentials, "instanceUrl">): string {
  const parsed = parseInstanceUrl(credentials.instanceUrl);
  if (parsed.ok) return parsed.baseUrl;
  throw new AcumaticaError({
    code: "unreachable",
    message: "the instance address can't be read",
    userMessage: parsed.message,
    owner: "operator",
    nextStep: "Correct the Instance URL of the store.",
    retry: { kind: "never" },
    field: parsed.field,
  });
}

/** The tenant named by the client id, or null when it is cut off. */
export function tenantOf(clientId: string): string | null {
  const at = clientId.indexOf("@");
  const tenant = at < 0 ? "" : clientId.slice(at + 1).trim();
  return tenant === "" || at === 0 ? null : tenant;
}

/**
 * Refuses, before any call, a client id without a tenant or with another one than the Tenant field or the pasted address names:
 * with a wrong tenant the sign-in fails for ever, or works on somebody else's books.
 */
export function assertTenant(credentials: Pick<AcumaticaCredentials, "clientId" | "tenant" | "instanceUrl">): string {
  const named = tenantOf(credentials.clientId);
  if (named === null) throw new AcumaticaError({ code: "tenant_suffix_missing", message: "client id without @tenant", field: "clientId" });
  const parsed = parseInstanceUrl(credentials.instanceUrl);
  const wanted = credentials.tenant?.trim() || (parsed.ok ? parsed.tenant : undefined);
  if (wanted !== undefined && wanted !== "" && wanted.toLowerCase() !== named.toLowerCase()) {
    throw new AcumaticaError({
      code: "tenant_suffix_missing",
      message: "client id of another tenant",
      userMessage: `The Client ID belongs to the tenant “${named}”, but the Tenant field says “${wanted}”.`,
      nextStep: "Correct the one that is wrong. Each tenant has its own Connected Application (SM303010), and its own Client ID.",
      field: "tenant",
    });
  }
  return named;
}

/**
 * Text by which refused credentials are recognised in any process, and the code they were refused with. Keyed with the client secret,
 * so that a stored fingerprint gives nobody a password to guess at.
 */
export function refusalFingerprint(credentials: AcumaticaCredentials, refusal: { code: AcumaticaErrorCode; scope: string }): string {
  const { instanceUrl, clientId, clientSecret, username, password } = credentials;
  const parts = JSON.stringify([instanceUrl, clientId, username, password, refusal.scope]);
  return `${refusal.code}:${createHmac("sha256", `dockbridge.refusal.${clientSecret}`).update(parts).digest("base64url")}`;
}

/** Refusals that only a changed credential, or a person at Acumatica, can undo: remembered, so that nobody tries them again by itself. */
export const REFUSALS: AcumaticaErrorCode[] = ["secret_refused", "user_refused", "scope_refused"];

/** The refusal that a stored fingerprint remembers for exactly these credentials, or null when they were never refused. */
export function rememberedRefusal(credentials: AcumaticaCredentials, scope: string, fingerprint: string | null): AcumaticaError | null {
  if (fingerprint === null) return null;
  const code = REFUSALS.find(known => fingerprint === refusalFingerprint(credentials, { code: known, scope }));
  if (code === undefined) return null;
  return new AcumaticaError({ code, message: "these credentials were refused before; they are not tried again" });
}
