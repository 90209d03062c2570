export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = "dockbridge-theme";
export const ZONE_COOKIE = "dockbridge-zone";

const YEAR_S = 31_536_000;

/** Reads a cookie's text; anything unknown is the system's choice. */
export function readTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** A zone that this machine knows, or UTC. */
export function readZone(value: string | undefined): string {
  if (!value) return "UTC";
  const zone = decodeURIComponent(value);
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: zone });
    return zone;
  } catch {
    return "UTC";
  }
}

/** Shows the theme at once and remembers it for the server, so that the next page arrives in it. Browser only. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  writeCookie(THEME_COOKIE, theme);
}

export function writeCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_S}; samesite=lax`;
}
