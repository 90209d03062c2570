import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { type ConnectionRow, ConnectionsTable } from "@/components/connections/connections-table";
import { NoConnections } from "@/components/connections/no-connections";
import { EmptyState } from "@/components/patterns/empty-state";
import { HEALTH_LOOKS, needsPerson } from "@/components/patterns/health-record";
import { PageHeader } from "@/components/patterns/page-header";
import { LiveRefresh } from "@/components/runs/live-refresh";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { TabNav } from "@/components/ui/tab-nav";
import { listConnections } from "@/lib/db/connections";
import { readConnectionActivity } from "@/lib/db/flow";
import { getEnv } from "@/lib/env/get-env";
import { readSearch } from "../../read-search";
import { guardPage } from "../guard-page";
import { setConnectionEnabled, trySandboxAction } from "./actions";
import { sandboxPorts } from "./sandbox-ports";

export const metadata: Metadata = { title: "Connections" };

const VIEWS = [
  { key: "all", label: "All", has: () => true },
  { key: "person", label: "Needs a person", has: (row: ConnectionRow) => needsPerson(row.status.code) },
  {
    key: "flowing",
    label: "Flowing",
    has: (row: ConnectionRow) => ["connected", "expires_soon", "throttled", "limited"].includes(row.status.code),
  },
  { key: "resting", label: "Paused or off", has: (row: ConnectionRow) => ["paused", "off"].includes(row.status.code) },
] as const;

interface Props {
  searchParams: Promise<{ view?: string }>;
}

export default async function ConnectionsPage({ searchParams }: Props) {
  const { scope, may } = await guardPage("connections:read");
  const [{ data }, activity, { view }] = await Promise.all([
    listConnections(scope, { limit: 200 }),
    readConnectionActivity(scope),
    readSearch(searchParams),
  ]);
  const canAdd = may("connections:write");
  const hasSandbox = sandboxPorts(getEnv()) !== null;
  if (data.length === 0) {
    return (
      <>
        <PageHeader title="Connections" />
        <NoConnections canAdd={canAdd} onTrySandbox={may("warehouses:write") && hasSandbox ? trySandboxAction : null} />
      </>
    );
  }
  const rows = data.map(connection => ({
    ...connection,
    lastOrderInAt: activity.get(connection.id)?.lastOrderInAt ?? null,
    lastTrackingOutAt: activity.get(connection.id)?.lastTrackingOutAt ?? null,
    waiting: activity.get(connection.id)?.waiting ?? 0,
  }));
  rows.sort((a, b) => HEALTH_LOOKS[a.status.code].rank - HEALTH_LOOKS[b.status.code].rank || a.name.localeCompare(b.name));
  const current = VIEWS.find(one => one.key === view) ?? VIEWS[0];
  const shown = rows.filter(current.has);
  return (
    <>
      <LiveRefresh isMoving={rows.some(row => row.channels.some(channel => channel.running))} />
      <PageHeader
        title="Connections"
        summary={summaryOf(rows)}
        actions={
          canAdd && (
            <ButtonLink kind="primary" href="/connections/new" icon={<Icon of={Plus} />}>
              Add connection
            </ButtonLink>
          )
        }
      />
      <TabNav
        label="Views"
        items={VIEWS.map(one => ({
          href: one.key === "all" ? "/connections" : `/connections?view=${one.key}`,
          label: one.label,
          count: rows.filter(one.has).length,
          current: one.key === current.key,
        }))}
      />
      <div className="gutter pt-3 pb-14">
        {shown.length > 0 ? (
          <>
            <ConnectionsTable rows={shown} canSwitch={canAdd} onSet={setConnectionEnabled} />
            <p className="pt-3 text-help text-ink-3">
              Sorted by what needs a person first. A connection keeps its history when it is switched off.
            </p>
          </>
        ) : (
          <EmptyState title="None in this view">The other views have {rows.length}.</EmptyState>
        )}
      </div>
    </>
  );
}

function summaryOf(rows: ConnectionRow[]): string {
  const on = rows.filter(row => row.enabled);
  const person = rows.filter(row => needsPerson(row.status.code)).length;
  const flows = on.filter(row => !needsPerson(row.status.code) && row.status.code !== "paused").length;
  const first =
    on.length === 0 ? "Nothing is switched on." : `${flows} of ${on.length} switched on ${flows === 1 ? "flows" : "flow"} both ways.`;
  return person === 0 ? first : `${first} ${person} ${person === 1 ? "needs" : "need"} a person.`;
}
