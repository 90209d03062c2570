import { randomBytes } from "node:crypto";
import type { SandboxRequest } from "../shared/exchange";
import type { Site } from "./site";
import type { Session } from "./world";

export function readCookies(request: SandboxRequest): Map<string, string> {
  const pairs = (request.headers.cookie ?? "").split(";").map(part => part.trim().split("="));
  return new Map(pairs.map(([name = "", ...value]) => [name, value.join("=")] as const));
}

const THREE_DAYS_MS = 3 * 86_400_000;

/** .NET ticks, as `requeststat` carries them. */
function ticks(ms: number): string {
  return (BigInt(Math.round(ms)) * 10_000n + 621_355_968_000_000_000n).toString();
}

/** Cookies that come with every answer of the contract API. */
export function everyAnswerCookies(site: Site, request: SandboxRequest): string[] {
  const expires = new Date(site.clock.now() + THREE_DAYS_MS).toUTCString();
  return [
    `Locale=Culture=en-US&TimeZone=GMTM0800A; expires=${expires}; path=/; secure; SameSite=None`,
    "UserBranch=1; path=/; secure; SameSite=None",
    `requestid=${randomBytes(16).toString("hex")}; path=/; secure; SameSite=None`,
    `requeststat=+st:12+sc:~${request.path}+start:${ticks(site.clock.now())}+tg:; path=/; secure; SameSite=None`,
  ];
}

/** Cookies of a cookie sign-in; the reported site sent most of them twice. */
export function signInCookies(site: Site, session: Session): string[] {
  const expires = new Date(site.clock.now() + THREE_DAYS_MS).toUTCString();
  return [
    `ASP.NET_SessionId=${session.id}; path=/; HttpOnly; SameSite=Lax`,
    `.ASPXAUTH=${session.id}; path=/; secure; HttpOnly; SameSite=None`,
    `CompanyID=${encodeURIComponent(session.tenant)}; expires=${expires}; path=/; secure; SameSite=None`,
  ];
}

export const signOutCookies = [
  ".ASPXAUTH=; expires=Mon, 11-Oct-1999 22:00:00 GMT; path=/; secure; HttpOnly; SameSite=None",
  "ASP.NET_SessionId=; expires=Mon, 11-Oct-1999 22:00:00 GMT; path=/; HttpOnly; SameSite=Lax",
];
