import type { Metadata } from "next";
import Link from "next/link";
import { ChannelsTable } from "@/components/connections/channels-table";
import { ConnectionSide } from "@/components/connections/connection-side";
import { ConnectionSwitch } from "@/components/connections/connection-switch";
import { DeleteConnection } from "@/components/connections/delete-connection";
import { HealthStrip } from "@/components/connections/health-strip";
import { ProofPanel } from "@/components/connections/proof-panel";
import { RunNowMenu } from "@/components/connections/run-now";
import { StageCounts } from "@/components/connections/stage-counts";
import { systemName } from "@/components/connections/systems";
import { EventSheetFrame, EventTimeline } from "@/components/patterns/event-sheet";
import { HealthPill } from "@/components/patterns/health-pill";
import { PageHeader } from "@/components/patterns/page-header";
import { Section } from "@/components/patterns/section";
import { LiveRefresh } from "@/components/runs/live-refresh";
import { Tag } from "@/components/ui/tag";
import { readConnectionMeters } from "@/lib/db/connection-meters";
import { getConnection } from "@/lib/db/connections";
import { listEvents } from "@/lib/db/events";
import { readStandingOrders } from "@/lib/db/flow";
import { listProblems } from "@/lib/db/problems";
import { listRuns } from "@/lib/db/runs";
import { getStore } from "@/lib/db/stores";
import { findWarehouseAdapter } from "@/lib/warehouses/registry";
import { readSearch } from "../../../read-search";
import { guardPage, type PageContext, readOr404 } from "../../guard-page";
import { readFoundExchange } from "../../read-found-exchange";
import { testStoreAction } from "../../stores/actions";
import { deleteConnectionAction, requestRun, setChannelEnabled, setConnectionEnabled } from "../actions";
import { stagesOf } from "./stages-of";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ event?: string }>;
}

export const metadata: Metadata = { title: "Connection" };

async function read({ scope }: PageContext, id: string) {
  const connection = await readOr404(id, () => getConnection(scope, { id }));
  const warehouseLimit = findWarehouseAdapter(connection.warehousePlatform).definition.defaultLimit;
  const [store, standing, runs, events, problems, meters] = await Promise.all([
    getStore(scope, { id: connection.storeId }),
    readStandingOrders(scope, { connectionId: id }),
    listRuns(scope, { connectionId: id, limit: 20 }),
    listEvents(scope, { connectionId: id, limit: 200 }),
    listProblems(scope, { connectionId: id, limit: 50 }),
    readConnectionMeters(scope, { connectionId: id, warehouseLimit }),
  ]);
  return { connection, store, stages: stagesOf(id, standing), runs: runs.data, events: events.data, problems: problems.data, meters };
}

export default async function ConnectionPage({ params, searchParams }: Props) {
  const context = await guardPage("connections:read");
  const [{ id }, { event: eventId }] = await Promise.all([params, readSearch(searchParams)]);
  const { connection, store, stages, runs, events, problems, meters } = await read(context, id);
  const { may } = context;
  const found = await readFoundExchange(context, { events, eventId });
  const isMoving = connection.channels.some(channel => channel.running);
  return (
    <EventSheetFrame events={events} found={found}>
      <LiveRefresh isMoving={isMoving} connectionId={id} />
      <PageHeader
        title={connection.name}
        crumbs={[{ href: "/connections", label: "Connections" }]}
        here={connection.merchantName}
        marks={
          <>
            <Tag>{connection.environment === "sandbox" ? "Sandbox" : "Production"}</Tag>
            <HealthPill status={connection.status} withSince flush />
          </>
        }
        actions={
          <>
            <ConnectionSwitch connection={connection} onSet={setConnectionEnabled} disabled={!may("connections:write")} withWord />
            <RunNowMenu
              connectionId={id}
              channels={connection.channels.map(channel => channel.kind)}
              onRun={requestRun}
              disabled={!connection.enabled || !may("connections:run")}
            />
            {may("connections:write") && <DeleteConnection connection={connection} onDelete={deleteConnectionAction} />}
          </>
        }
      />
      <HealthStrip status={connection.status} problems={problems} />
      <div className="border-line border-t xl:grid xl:grid-cols-[minmax(0,1fr)_336px]">
        <div className="gutter grid gap-8 pt-6 pb-14">
          <StageCounts stages={stages} />
          <ChannelsTable connection={connection} runs={runs} canRun={may("connections:run")} onSet={setChannelEnabled} onRun={requestRun} />
          <ProofPanel
            id={connection.storeId}
            system={systemName(connection.storePlatform)}
            proof={store.lastProof}
            canTest={may("stores:test")}
            onTest={testStoreAction}
          />
          <Section
            title="Recent activity"
            aside={
              <Link href={`/activity?connection=${id}`} className="link text-help">
                All runs
              </Link>
            }
          >
            {events.length > 0 ? (
              <EventTimeline events={events} merchantZone={store.settings.timeZone} foldRuns />
            ) : (
              <p className="border-line border-t py-3 text-ink-2">Nothing yet. The first run writes here what it did.</p>
            )}
          </Section>
        </div>
        <ConnectionSide connection={connection} store={store} meters={meters} />
      </div>
    </EventSheetFrame>
  );
}
