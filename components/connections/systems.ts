/** Platforms as a person names them, and their letter marks. */
const SYSTEMS: Record<string, { name: string; mark: string }> = {
  acumatica: { name: "Acumatica", mark: "A" },
  xcart: { name: "X-Cart", mark: "X" },
  shipstation: { name: "ShipStation", mark: "SS" },
  "shipstation-v2": { name: "ShipStation V2", mark: "S2" },
  api: { name: "WMS by API", mark: "W" },
};

export function systemName(platform: string): string {
  return SYSTEMS[platform]?.name ?? platform;
}

export function systemMark(platform: string): string {
  return SYSTEMS[platform]?.mark ?? platform.slice(0, 2).toUpperCase();
}
