/** What the typed values will do, said while they are typed. Pure: no request is made. */

export interface LiveCheck {
  tone: "ok" | "warn";
  text: string;
  /** A repair that one press can make. */
  repair?: { label: string; value: string };
}

/** `https://erp.example.com/t/Juniper` is what people paste: the instance is in front, the tenant behind. */
export function readInstanceUrl(typed: string): { base: string; tenant: string | null } | null {
  const text = typed.trim();
  if (text === "") return null;
  const withScheme = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  if (!url.hostname.includes(".") && url.hostname !== "localhost") return null;
  const [, before = "", tenant] = /^(.*?)\/t\/([^/]+)/.exec(url.pathname) ?? [];
  const path = (tenant ? before : url.pathname).replace(/\/(Main|Frames\/Login\.aspx|entity|identity).*$/i, "").replace(/\/+$/, "");
  return { base: `${url.origin}${path}`, tenant: tenant ? decodeURIComponent(tenant) : null };
}

export function checkInstanceUrl(typed: string): LiveCheck | null {
  if (typed.trim() === "") return null;
  const read = readInstanceUrl(typed);
  if (!read) return { tone: "warn", text: "This does not look like an address yet." };
  if (read.tenant) return { tone: "ok", text: `Used as ${read.base} with tenant ${read.tenant}.` };
  if (read.base !== typed.trim().replace(/\/+$/, "")) return { tone: "ok", text: `Used as ${read.base}.` };
  return null;
}

/** Without `@` and the tenant's name every sign-in fails, and Acumatica's answer does not say why. */
export function checkClientId(typed: string, tenant: string | null): LiveCheck | null {
  const id = typed.trim();
  if (id.length < 8) return null;
  const [, suffix] = id.split("@");
  if (suffix === undefined || suffix === "") {
    const text = "The Client ID looks cut off. Copy it whole: it should end with @ and your tenant's name.";
    return tenant
      ? { tone: "warn", text, repair: { label: `Add @${tenant}`, value: `${id.replace(/@$/, "")}@${tenant}` } }
      : { tone: "warn", text };
  }
  if (tenant && suffix.toLowerCase() !== tenant.toLowerCase()) {
    return { tone: "warn", text: `The Client ID belongs to tenant ${suffix}, the Tenant field says ${tenant}. One of them is wrong.` };
  }
  return null;
}

export function checkScope(typed: string): LiveCheck | null {
  const scopes = typed.trim().split(/\s+/);
  if (scopes.includes("api:concurrent_access")) {
    return {
      tone: "warn",
      text: "Leave api:concurrent_access out: it uses up the licence's sign-ins.",
      repair: repaired(scopes.filter(scope => scope !== "api:concurrent_access")),
    };
  }
  if (!scopes.includes("offline_access")) {
    return {
      tone: "warn",
      text: "Without offline_access you would have to re-enter the password about every hour.",
      repair: repaired([...scopes, "offline_access"]),
    };
  }
  return null;
}

function repaired(scopes: string[]): LiveCheck["repair"] {
  const value = scopes.filter(Boolean).join(" ");
  return { label: `Use ${value}`, value };
}

export function checkWarehouseId(typed: string, importViaShipments: boolean): LiveCheck | null {
  if (typed.trim() === "" || importViaShipments) return null;
  return { tone: "warn", text: "Has no effect while Sales Orders are imported." };
}
