import { AppError } from "./errors";

/** `host:port` entries an operator has allowed: only these may be private, and only these may use plain http. */
export type OutboundAllow = ReadonlySet<string>;

/**
 * Reads the text of OUTBOUND_ALLOW: `host:port` separated by commas or blanks, IPv6 in brackets. Hosts are compared in the spelling a URL gives them.
 * @throws AppError `outbound_allow_invalid` naming the entry: a typo must not silently close (or open) an address.
 */
export function parseOutboundAllow(text: string): OutboundAllow {
  const entries = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(readEntry);
  return new Set(entries);
}

function readEntry(entry: string): string {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^\s:/@[\]]+):(\d{1,5})$/.exec(entry);
  const port = Number(match?.[2]);
  const asUrl = match ? `http://${match[1]}:1` : "";
  if (!match || port < 1 || port > 65_535 || !URL.canParse(asUrl)) {
    throw new AppError({ code: "outbound_allow_invalid", message: `OUTBOUND_ALLOW: "${entry}" is not host:port`, owner: "operator" });
  }
  return `${hostKey(new URL(asUrl).hostname)}:${port}`;
}

/** One spelling per host: lower case, no trailing dot. */
export function hostKey(hostname: string): string {
  return hostname.toLowerCase().replace(/\.$/, "");
}
