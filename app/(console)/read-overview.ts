import type { Deck, FlowFigures } from "@/components/flow/flow-figures";
import { plural } from "@/components/patterns/format-number";
import type { ChannelKind, Connection } from "@/lib/api/schemas/connection";
import type { Problem } from "@/lib/api/schemas/problem";
import { listConnections } from "@/lib/db/connections";
import { readStandingOrders, readThroughput, readWriteBackStock } from "@/lib/db/flow";
import { listProblems } from "@/lib/db/problems";
import type { Scope } from "@/lib/db/scope";
import { listStores } from "@/lib/db/stores";
import { listWarehouses } from "@/lib/db/warehouses";
import { startOfDay } from "./start-of-day";

export interface Overview {
  connections: Connection[];
  /** Those that somebody must solve, what stops most first. */
  problems: Problem[];
  figures: FlowFigures;
  sentence: string;
  isMoving: boolean;
}

/** Everything the overview shows, from a handful of bounded reads. */
export async function readOverview(scope: Scope, { zone, now }: { zone: string; now: Date }): Promise<Overview> {
  const limit = 200;
  const [connections, problems, stores, warehouses, standing, ledger, today] = await Promise.all([
    listConnections(scope, { limit }),
    listProblems(scope, { limit }),
    listStores(scope, { limit }),
    listWarehouses(scope, { limit }),
    readStandingOrders(scope),
    readWriteBackStock(scope),
    readThroughput(scope, { since: startOfDay(now, zone) }),
  ]);
  const orders = channelFacts(connections.data, "orders");
  const shipments = channelFacts(connections.data, "shipments");
  const works = (party: { status: { code: string } }) => party.status.code !== "needs_sign_in" && party.status.code !== "off";
  // An order can wait for a person whatever its stage: the problems count them, each order once.
  const waiting = problems.data.filter(problem => problem.owner !== "nobody").reduce((sum, problem) => sum + problem.count, 0);
  const stock = (status: Parameters<typeof standing>[0], label: string) => ({
    ...standing(status),
    label,
    href: `/orders?view=all&status=${status}`,
  });
  return {
    connections: connections.data,
    problems: problems.data
      .filter(problem => problem.owner !== "nobody")
      .sort((a, b) => Number(b.stops === "channel") - Number(a.stops === "channel") || b.count - a.count),
    sentence:
      waiting === 0 ? "No order waits for a person." : `${plural(waiting, "order waits", "orders wait")} for a person. Nothing is lost.`,
    isMoving: orders.isMoving || shipments.isMoving,
    figures: {
      stores: { working: stores.data.filter(works).length, all: stores.data.length },
      warehouses: { working: warehouses.data.filter(works).length, all: warehouses.data.length },
      upper: {
        erp: [],
        import: { ...orders, count: today.imported, label: "imported" },
        dock: [
          stock("ready", "ready"),
          { ...stock("needs_mapping", "need mapping"), tone: "warn" },
          { ...stock("attention", "need attention"), tone: "bad" },
          stock("on_hold", "on hold"),
        ],
        forward: { ...orders, count: today.accepted, label: "forwarded" },
        warehouse: [stock("at_warehouse", "at warehouse"), stock("partly_shipped", "partly shipped")],
      },
      lower: {
        erp: [{ count: today.completed, label: "completed today", href: "/orders?view=completed" }],
        writeBack: { ...shipments, count: today.writtenBack, label: "written back" },
        dock: [
          { ...ledger.waiting, nextAt: null, label: "to write back" },
          { ...ledger.inDoubt, label: "checking with Acumatica" },
          { ...ledger.attention, nextAt: null, label: "need a person", tone: "warn" },
        ],
        collect: { ...shipments, count: today.collected, label: "shipments collected" },
        warehouse: [{ count: today.voided, label: "voided today" }],
      },
    },
  };
}

/** The latest look of this kind anywhere, and the earliest to come. */
function channelFacts(connections: Connection[], kind: ChannelKind): Pick<Deck, "lastAt" | "nextAt" | "isMoving"> {
  const channels = connections
    .filter(connection => connection.enabled)
    .flatMap(connection => connection.channels.filter(channel => channel.kind === kind));
  return {
    lastAt:
      channels
        .flatMap(channel => channel.lastRunAt ?? [])
        .sort()
        .at(-1) ?? null,
    nextAt:
      channels
        .flatMap(channel => channel.nextDueAt ?? [])
        .sort()
        .at(0) ?? null,
    isMoving: channels.some(channel => channel.running),
  };
}
