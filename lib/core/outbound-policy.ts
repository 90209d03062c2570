import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "./address-ranges";
import { HttpError } from "./http-types";
import { hostKey, parseOutboundAllow } from "./outbound-allow";

/**
 * Ports a typed address may name. These are where ERPs and shops publish https; no other well-known service lives on them, so the check is no port scanner.
 */
const PUBLIC_PORTS: ReadonlySet<number> = new Set([443, 444, 4443, 8443, 9443]);

/** Where calls may go. Asked twice: about the URL before anything happens, and about every address a connection is really made to. */
export interface OutboundPolicy {
  /** @throws HttpError `blocked_address`, with a text for the person who typed the address. */
  checkUrl(text: string): URL;
  /** Why this end may not be connected to, or null. `hostname` may be an address literal. */
  refusal(end: { protocol: string; hostname: string; port: number }): string | null;
  /** True for a `host:port` of the operator's allow-list. */
  isAllowListed(hostname: string, port: number): boolean;
  isPermittedAddress(end: { hostname: string; port: number; address: string }): boolean;
  /** Own resolver for tests; default: the system's. */
  readonly lookup: LookupFunction | undefined;
}

/** `allow` is the text of OUTBOUND_ALLOW: an operator's setting, never a user's. @throws AppError when that text can't be read. */
export function createOutboundPolicy(options: { allow?: string; lookup?: LookupFunction } = {}): OutboundPolicy {
  const allow = parseOutboundAllow(options.allow ?? "");
  const isAllowListed = (hostname: string, port: number) => allow.has(`${hostKey(hostname)}:${port}`);
  const refusal: OutboundPolicy["refusal"] = ({ protocol, hostname, port }) => {
    if (protocol !== "https:" && protocol !== "http:") return "Only https addresses can be used.";
    if (isAllowListed(hostname, port)) return null;
    if (protocol !== "https:") return "Only https addresses can be used.";
    if (!PUBLIC_PORTS.has(port)) return `Port ${port} can't be used. Use one of ${[...PUBLIC_PORTS].join(", ")}.`;
    const bare = hostname.replace(/^\[|\]$/g, "");
    if (isIP(bare) !== 0 && !isPublicAddress(bare)) return "This address does not belong to the public internet.";
    return null;
  };
  return {
    lookup: options.lookup,
    isAllowListed,
    refusal,
    isPermittedAddress: ({ hostname, port, address }) => isAllowListed(hostname, port) || isPublicAddress(address),
    checkUrl(text) {
      if (!URL.canParse(text)) throw blocked("This is not a web address.");
      const url = new URL(text);
      if (url.username || url.password) throw blocked("The address must not contain a user name or a password.");
      const reason = refusal({ protocol: url.protocol, hostname: url.hostname, port: portOf(url) });
      if (reason) throw blocked(reason);
      return url;
    },
  };
}

/** The error for an address we do not call. Nothing was sent. */
export function blocked(message: string, cause?: unknown): HttpError {
  return new HttpError({ failure: "blocked_address", message, outcomeUnknown: false, cause });
}

function portOf(url: URL): number {
  if (url.port) return Number(url.port);
  return url.protocol === "http:" ? 80 : 443;
}
