import { stackInfo } from "./stack-info";

export interface SandboxShipment {
  ShipmentNbr: string;
  Status: string;
  Packages: { TrackingNbr?: string }[];
}

async function call<T>(base: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(
    `${base}/__sandbox${path}`,
    body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
  );
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** What the ERP's and the warehouse's people do and see, from outside. */
export const acumatica = {
  seed: (request: { orders?: number; shipments?: number; lines?: number }) =>
    call<{ orders: string[]; shipments: string[] }>(stackInfo().acumaticaUrl, "/seed", request),
  shipmentsOf: (orderNbr: string) => call<SandboxShipment[]>(stackInfo().acumaticaUrl, `/shipments?orderNbr=${orderNbr}`),
  shipment: (shipmentNbr: string) => call<SandboxShipment[]>(stackInfo().acumaticaUrl, `/shipments?shipmentNbr=${shipmentNbr}`),
  journal: (name: string) =>
    call<{ entries: unknown[] } | unknown[]>(stackInfo().acumaticaUrl, `/journal?kind=effect&name=${encodeURIComponent(name)}`),
};

export const shipstation = {
  ship: (choice: { orderKey: string; packages?: number }) =>
    call<{ shipments: { trackingNumber: string; shipmentId: number }[] }>(stackInfo().shipstationUrl, "/ship", choice),
  switches: (patch: Record<string, unknown>) => call<unknown>(stackInfo().shipstationUrl, "/switches", patch),
};
