import { DEFAULT_BASE_URL, definition } from "./definition";

export interface ShipStationCredentials {
  apiKey: string;
  apiSecret: string;
  /** Without a trailing slash. */
  baseUrl: string;
}

type Parsed = { ok: true; credentials: ShipStationCredentials } | { ok: false; field: string; message: string };

/** Checks the shape alone; whether the key is accepted only ShipStation knows. Values are trimmed, because keys are pasted. */
export function parseCredentials(input: Record<string, unknown>): Parsed {
  const values: Record<string, string> = {};
  for (const { name, label, required, pattern } of definition.credentialFields) {
    const given = input[name];
    const value = typeof given === "string" ? given.trim() : "";
    if (value === "" && required) return { ok: false, field: name, message: `${label} is missing.` };
    if (value !== "" && pattern && !new RegExp(pattern).test(value))
      return { ok: false, field: name, message: `${label} does not look right.` };
    values[name] = value;
  }
  const baseUrl = (values.baseUrl || DEFAULT_BASE_URL).replace(/\/+$/, "");
  if (!URL.canParse(baseUrl)) return { ok: false, field: "baseUrl", message: "Address is not a web address." };
  const { username, password, search, hash } = new URL(baseUrl);
  if (username || password || search || hash)
    return { ok: false, field: "baseUrl", message: "Address must be a plain address without anything behind it." };
  return { ok: true, credentials: { apiKey: values.apiKey ?? "", apiSecret: values.apiSecret ?? "", baseUrl } };
}
