import { type Clock, systemClock } from "@/lib/core/clock";
import { closeConnections, createHttpClient, type RecordedExchange } from "@/lib/core/http-client";
import { createOutboundPolicy } from "@/lib/core/outbound-policy";
import { type ShipStationSandbox, startShipStationSandbox } from "@/sandbox/shipstation/start";
import type { WarehouseSession, WarehouseShipment } from "../contract";
import { shipstation } from "../shipstation/shipstation";

export interface ShipStationWorld {
  sandbox: ShipStationSandbox;
  session: WarehouseSession;
  records: RecordedExchange[];
  /** Calls the sandbox received, "METHOD path". */
  calls(): string[];
  /** Reads to the end as the loop does; `calls` counts what it took. */
  collect(cursor?: unknown): Promise<{ shipments: WarehouseShipment[]; cursor: unknown; unreadable: string[] }>;
  close(): Promise<void>;
}

/** The adapter over real HTTP against its sandbox, without a limit in the way. `nowMs` turns both clocks. */
export async function createShipStationWorld(options: { nowMs?: () => number; since?: Date } = {}): Promise<ShipStationWorld> {
  const { nowMs } = options;
  const sandbox = await startShipStationSandbox(nowMs ? { now: nowMs } : {});
  sandbox.switches.rateLimit = 100_000;
  sandbox.switches.webhooks = false;
  const clock: Clock = { ...systemClock, ...(nowMs ? { now: () => new Date(nowMs()) } : {}) };
  const policy = createOutboundPolicy({ allow: new URL(sandbox.url).host });
  const records: RecordedExchange[] = [];
  const http = createHttpClient({ policy, clock, recorder: { record: one => records.push(one) } });
  const parsed = shipstation.parseCredentials({ apiKey: "sandbox-key", apiSecret: "sandbox-secret", baseUrl: sandbox.url });
  if (!parsed.ok) throw new Error(parsed.message);
  const session = shipstation.connect({ credentials: parsed.credentials, http, clock });
  const since = options.since ?? new Date(clock.now().getTime() - 3_600_000);
  return {
    sandbox,
    session,
    records,
    calls: () => sandbox.journal.entries({ kind: "call" }).map(entry => `${entry.method} ${entry.path}`),
    async collect(cursor = null) {
      const found = new Map<string, WarehouseShipment>();
      const unreadable: string[] = [];
      for (let position: unknown = cursor; ; ) {
        const page = await session.readShipments({ cursor: position, since });
        for (const shipment of page.shipments) found.set(shipment.externalId, shipment);
        unreadable.push(...(page.unreadable ?? []));
        position = JSON.parse(JSON.stringify(page.cursor));
        if (!page.more) return { shipments: [...found.values()], cursor: position, unreadable };
      }
    },
    async close() {
      await closeConnections(policy);
      await sandbox.close();
    },
  };
}
