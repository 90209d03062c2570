import { expect, it } from "vitest";
import { systemClock } from "@/lib/core/clock";
import { closeConnections, createHttpClient } from "@/lib/core/http-client";
import { createOutboundPolicy } from "@/lib/core/outbound-policy";
import { createCallBudget } from "@/lib/db/call-budgets";
import { createDb } from "@/lib/db/client";
import { createTestDb } from "@/lib/db/testing/test-db";
import { startShipStationSandbox } from "@/sandbox/shipstation/start";
import { makeOrder } from "../testing/contract-battery";
import { shipstation } from "./shipstation";

const LIMIT = 20;
const WINDOW_MS = 1_500;
const FOR_MS = 7_500;

it.each(["fixed", "sliding"] as const)(
  "four processes on one key are never told to slow down by a %s limiter, and use most of what they may",
  async rateWindow => {
    const test = await createTestDb();
    const sandbox = await startShipStationSandbox();
    Object.assign(sandbox.switches, { rateLimit: LIMIT, rateWindowMs: WINDOW_MS, rateWindow, webhooks: false });
    const policy = createOutboundPolicy({ allow: new URL(sandbox.url).host });
    const pools = [0, 1, 2, 3].map(() => createDb({ url: test.url, poolMax: 4 }));
    const endsAt = performance.now() + FOR_MS;
    const work = async (db: (typeof pools)[number]) => {
      const budget = createCallBudget({ db, clock: systemClock, key: "one-key", limit: LIMIT, windowMs: WINDOW_MS, slackMs: 300 });
      const http = createHttpClient({ policy, clock: systemClock, budget });
      const parsed = shipstation.parseCredentials({ apiKey: "sandbox-key", apiSecret: "sandbox-secret", baseUrl: sandbox.url });
      if (!parsed.ok) throw new Error(parsed.message);
      const learning: Promise<void>[] = [];
      const onLimits = (facts: Parameters<typeof budget.learn>[0]) => void learning.push(budget.learn(facts));
      const session = shipstation.connect({ credentials: parsed.credentials, http, clock: systemClock, onLimits });
      const sendSingles = async () => {
        while (performance.now() < endsAt) await session.sendOrders([makeOrder()]);
      };
      await Promise.all([1, 2, 3].map(sendSingles));
      await Promise.all(learning);
      await budget.drain();
    };
    try {
      await Promise.all(pools.map(work));
      const calls = sandbox.journal.entries({ kind: "call" });
      expect(calls.filter(call => call.throttled || call.status === 429)).toEqual([]);
      expect(calls.length).toBeGreaterThan((FOR_MS / WINDOW_MS) * LIMIT * 0.6);
    } finally {
      await Promise.all(pools.map(pool => pool.$disconnect()));
      await closeConnections(policy);
      await sandbox.close();
      await test.close();
    }
  },
);
