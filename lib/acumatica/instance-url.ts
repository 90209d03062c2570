/** How a pasted instance address will be used. `tenant` is set only when the address named one. */
export type InstanceUrl = { ok: true; baseUrl: string; tenant?: string } | { ok: false; field: "instanceUrl"; message: string };

const refuse = (message: string): InstanceUrl => ({ ok: false, field: "instanceUrl", message });

/** Parts of an address that belong to a page or an interface, not to the instance. What follows them is dropped. */
const PAGE_PARTS = ["entity", "main", "frames", "identity", "ui", "pages", "scripts", "soap", "odata", "api", "webhooks"];

/**
 * Reads what people paste as Instance URL: the site root, a virtual directory, `https://host/t/<tenant>`, an address copied from the browser.
 * `/t/<tenant>` is taken as the tenant's name and left out of the base, as the contract API is always at `{base}/entity`.
 */
export function parseInstanceUrl(input: string): InstanceUrl {
  const text = input.trim().replace(/^["'<]+|["'>]+$/g, "");
  if (text === "") return refuse("Enter the address of your Acumatica instance, e.g. https://myerp.acumatica.com.");
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme)) return refuse("This is not a web address. It looks like https://myerp.acumatica.com.");
  const url = new URL(withScheme);
  if (url.protocol !== "https:" && url.protocol !== "http:") return refuse("The address must start with https://.");
  if (url.username !== "" || url.password !== "")
    return refuse("Leave the user name and password out of the address; they have their own fields.");
  const isOneWord = !url.hostname.includes(".") && url.hostname !== "localhost" && !url.hostname.startsWith("[");
  if (isOneWord && url.port === "") {
    return refuse("The host name looks incomplete. It looks like myerp.acumatica.com.");
  }
  return splitPath(url);
}

function splitPath(url: URL): InstanceUrl {
  const parts = url.pathname.split("/").filter(part => part !== "");
  const tenantAt = parts.findIndex(part => part.toLowerCase() === "t");
  const rawTenant = tenantAt >= 0 ? parts[tenantAt + 1] : undefined;
  const pageAt = parts.findIndex(part => PAGE_PARTS.includes(part.toLowerCase()) || /\.(aspx|html?)$/i.test(part) || part.startsWith("("));
  const ends = [tenantAt, pageAt].filter(at => at >= 0);
  const directory = parts.slice(0, ends.length > 0 ? Math.min(...ends) : parts.length);
  if (tenantAt >= 0 && rawTenant === undefined) return refuse("The address ends in /t/ but names no tenant.");
  const baseUrl = [url.origin, ...directory].join("/");
  const tenant = rawTenant === undefined ? undefined : decode(rawTenant);
  return tenant === undefined ? { ok: true, baseUrl } : { ok: true, baseUrl, tenant };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
