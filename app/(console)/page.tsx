import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { FlowPicture } from "@/components/flow/flow-picture";
import { PageHeader } from "@/components/patterns/page-header";
import { Section } from "@/components/patterns/section";
import { ProblemTable } from "@/components/problems/problem-table";
import { LiveRefresh } from "@/components/runs/live-refresh";
import { guardPage } from "./guard-page";
import { OverviewSummary } from "./overview-summary";
import { readOverview } from "./read-overview";

export const metadata: Metadata = { title: "Overview" };

/** Is everything flowing? */
export default async function OverviewPage() {
  const { scope, zone } = await guardPage("connections:read");
  const overview = await readOverview(scope, { zone, now: new Date() });
  if (overview.connections.length === 0) redirect("/connections");
  const { problems } = overview;
  return (
    <>
      <LiveRefresh isMoving={overview.isMoving} />
      <PageHeader title="Overview" marks={<OverviewSummary connections={overview.connections} />} summary={overview.sentence} />
      <div className="gutter grid gap-8 pb-14">
        <FlowPicture figures={overview.figures} />
        <Section
          title="Problems that need a person"
          note={problems.length > 0 ? String(problems.length) : undefined}
          aside={
            <Link href="/problems" className="link text-help">
              All problems
            </Link>
          }
        >
          {problems.length > 0 ? (
            <ProblemTable problems={problems.slice(0, 6)} brief />
          ) : (
            <p className="border-line border-t py-3 text-ink-2">All clear: nothing waits for a person.</p>
          )}
        </Section>
      </div>
    </>
  );
}
