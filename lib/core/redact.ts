import { headOfJson } from "./head-of-json";
import { markCut, redactedJson } from "./redact-json";
import { createMask, createSecretMask, HIDDEN, type Mask } from "./redact-text";
import { isSecretKey, isSensitiveKey } from "./sensitive-keys";

/** Most of a body that is kept, in characters. */
const BODY_CHARS_MAX = 32 * 1024;
/** Of a longer JSON body only the beginning is parsed: what is kept of it fits in there, and a list of hundreds of records would cost more to show than to use. */
const PARSE_CHARS_MAX = 64 * 1024;

/** Shown with their values; every other header is named and hidden. */
const PLAIN_HEADERS: ReadonlySet<string> = new Set(
  `accept accept-encoding cache-control content-encoding content-length content-type date etag if-match if-none-match last-modified retry-after server
   transfer-encoding user-agent vary x-rate-limit-limit x-rate-limit-remaining x-rate-limit-reset x-request-id`.split(/\s+/),
);

export interface RawExchange {
  url: string;
  requestHeaders: Record<string, string>;
  requestBody: string | null;
  responseHeaders: Record<string, string> | null;
  responseBody: string | null;
  /** `credentials`: neither body is kept. */
  keep: "redacted" | "credentials";
}

export type RedactedExchange = Omit<RawExchange, "keep">;

/**
 * What may be kept of one exchange. Works by permission: named headers keep their values, JSON and form fields lose secrets and personal contact data by
 * key, other bodies are only described. Secrets that the request carried are also hidden wherever the answer repeats them.
 */
export function redactExchange(raw: RawExchange): RedactedExchange {
  const mask = createMask(secretsOf(raw));
  const bodyOf = (body: string | null, headers: Record<string, string> | null) => {
    if (body === null || body === "") return body;
    if (raw.keep === "credentials") return `[${body.length} characters, not kept]`;
    return redactBody({ body, contentType: headers?.["content-type"] ?? "", mask });
  };
  return {
    url: redactUrl(raw.url, mask),
    requestHeaders: redactHeaders(raw.requestHeaders, { mask, keep: raw.keep }),
    requestBody: bodyOf(raw.requestBody, raw.requestHeaders),
    responseHeaders: raw.responseHeaders && redactHeaders(raw.responseHeaders, { mask, keep: raw.keep }),
    responseBody: bodyOf(raw.responseBody, raw.responseHeaders),
  };
}

function redactHeaders(headers: Record<string, string>, { mask, keep }: { mask: Mask; keep: RawExchange["keep"] }): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => {
    const key = name.toLowerCase();
    // An error page is told what was sent in its address: of credentials only the page itself is kept.
    if (key === "location") return [key, redactUrl(keep === "credentials" ? (value.split("?")[0] ?? "") : value, mask)];
    return [key, PLAIN_HEADERS.has(key) ? mask(value) : HIDDEN];
  });
  return Object.fromEntries(entries);
}

/** The address without the values of sensitive parameters, without user info and without a fragment. Works on relative addresses too. */
export function redactUrl(text: string, mask: Mask = createMask([])): string {
  const base = "http://relative.invalid";
  if (!URL.canParse(text, base)) return HIDDEN;
  const url = new URL(text, base);
  url.username = "";
  url.password = "";
  url.hash = "";
  for (const name of new Set(url.searchParams.keys())) if (isSensitiveKey(name)) url.searchParams.set(name, HIDDEN);
  return mask(url.href.startsWith(`${base}/`) ? url.href.slice(base.length) : url.href);
}

function redactBody({ body, contentType, mask }: { body: string; contentType: string; mask: Mask }): string {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  const described = (what: string) => `[${what}, ${body.length} characters, not kept]`;
  if (type === "application/x-www-form-urlencoded") return cap(redactForm(body, mask));
  if (!/^\s*["[{]/.test(body)) return described(type || "text");
  const options = { mask, charsMax: BODY_CHARS_MAX };
  try {
    if (body.length <= PARSE_CHARS_MAX) return redactedJson(JSON.parse(body), options);
    const head = headOfJson(body, PARSE_CHARS_MAX);
    return head === null ? described("long JSON") : markCut(redactedJson(JSON.parse(head), options));
  } catch {
    return described("unreadable JSON");
  }
}

function redactForm(body: string, mask: Mask): string {
  const pairs = [...new URLSearchParams(body)].map(([name, value]) => `${mask(name)}=${isSensitiveKey(name) ? HIDDEN : mask(value)}`);
  return pairs.join("&");
}

const cap = (text: string) => (text.length > BODY_CHARS_MAX ? `${text.slice(0, BODY_CHARS_MAX)}… [cut]` : text);

/** A longer secret than this stands in no ordinary text by chance. */
const UNMISTAKABLE_CHARS = 16;

/**
 * The answer without the secrets of its own request: a server that quotes in its error what it was sent must not bring them into a problem, an event or a log.
 * A success may carry a short text that only looks like one, so there only long secrets are hidden; and nothing is where the answer is itself a
 * credential (`keep`), which may be the one that was sent.
 */
export function hideOwnSecrets<T extends { status: number; headers: Record<string, string>; text: string }>(
  answer: T,
  request: { requestHeaders: Record<string, string>; requestBody: string | null; keep: "redacted" | "credentials" | "none" },
): T {
  const isSuccess = answer.status >= 200 && answer.status < 300;
  if (isSuccess && request.keep !== "redacted") return answer;
  const mask = createSecretMask(secretsOf(request), isSuccess ? UNMISTAKABLE_CHARS : undefined);
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, mask(value)]));
  return { ...answer, headers, text: mask(answer.text) };
}

/** What the request carried that opens a door: the header, its token, the two halves of Basic, and the secret fields of a form. */
function secretsOf({ requestHeaders, requestBody }: Pick<RawExchange, "requestHeaders" | "requestBody">): string[] {
  const inHeaders = Object.entries(requestHeaders).flatMap(([name, value]) => {
    const key = name.toLowerCase();
    if (PLAIN_HEADERS.has(key) || key === "location") return [];
    const token = value.replace(/^(basic|bearer)\s+/i, "");
    const halves = /^basic\s/i.test(value) ? Buffer.from(token, "base64").toString("utf8") : "";
    const at = halves.indexOf(":");
    return [value, token, ...(at < 0 ? [] : [halves, halves.slice(0, at), halves.slice(at + 1)])];
  });
  const isForm = /^application\/x-www-form-urlencoded/i.test(requestHeaders["content-type"] ?? "");
  const inForm = isForm ? [...new URLSearchParams(requestBody ?? "")].filter(([name]) => isSecretKey(name)).map(([, value]) => value) : [];
  return [...inHeaders, ...inForm];
}
