import type { Metadata } from "next";
import { EmptyState } from "@/components/patterns/empty-state";
import { PageFoot } from "@/components/patterns/page-foot";
import { PageHeader } from "@/components/patterns/page-header";
import { Timeline } from "@/components/patterns/timeline";
import { RunsTable } from "@/components/runs/runs-table";
import { TabNav } from "@/components/ui/tab-nav";
import { isId } from "@/lib/core/ids";
import { listEvents } from "@/lib/db/events";
import { listRuns } from "@/lib/db/runs";
import { readSearch } from "../../read-search";
import { pageLinks } from "../cursor-stack";
import { guardPage, type PageContext } from "../guard-page";

export const metadata: Metadata = { title: "Activity" };

const PAGE_SIZE = 50;

interface Search {
  view?: string;
  connection?: string;
  at?: string;
}

export default async function ActivityPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [context, search] = await Promise.all([guardPage("runs:read"), readSearch(searchParams)]);
  const isLog = search.view === "log";
  return (
    <>
      <PageHeader
        title="Activity"
        summary={isLog ? "What people and API keys changed." : "Every look at every system, and what it brought."}
      />
      <TabNav
        label="Views"
        items={[
          { href: "/activity", label: "Runs", current: !isLog },
          { href: "/activity?view=log", label: "People and keys", current: isLog },
        ]}
      />
      <div className="gutter pt-3 pb-14">
        {isLog ? <Log context={context} search={search} /> : <Runs context={context} search={search} />}
      </div>
    </>
  );
}

async function Runs({ context, search }: { context: PageContext; search: Search }) {
  const connectionId = search.connection && isId(search.connection) ? search.connection : undefined;
  const query = { connection: connectionId, at: search.at };
  const { cursor, pageNumber } = pageLinks({ path: "/activity", query });
  const page = await listRuns(context.scope, { limit: PAGE_SIZE, cursor, connectionId });
  if (page.data.length === 0) {
    return (
      <EmptyState title="No runs yet">
        A run starts when a connection is switched on, on its schedule, after a webhook, or with Run now.
      </EmptyState>
    );
  }
  const links = pageLinks({ path: "/activity", query, nextCursor: page.nextCursor });
  return (
    <>
      <RunsTable initial={page.data} connectionId={connectionId} limit={PAGE_SIZE} live={pageNumber === 1} />
      <PageFoot text={`Page ${pageNumber}, newest first`} previousHref={links.previousHref} nextHref={links.nextHref} />
    </>
  );
}

async function Log({ context, search }: { context: PageContext; search: Search }) {
  const query = { view: "log", at: search.at };
  const { cursor, pageNumber } = pageLinks({ path: "/activity", query });
  const page = await listEvents(context.scope, { limit: PAGE_SIZE, cursor, by: "people" });
  if (page.data.length === 0) return <EmptyState title="Nothing changed yet">Here stands who changed what, and when.</EmptyState>;
  const links = pageLinks({ path: "/activity", query, nextCursor: page.nextCursor });
  return (
    <>
      <h2 className="sr-only">What people and API keys changed</h2>
      <Timeline events={page.data} />
      <PageFoot text={`Page ${pageNumber}, newest first`} previousHref={links.previousHref} nextHref={links.nextHref} />
    </>
  );
}
