import type { Metadata } from "next";
import { EmptyState } from "@/components/patterns/empty-state";
import { PageHeader } from "@/components/patterns/page-header";
import { Section } from "@/components/patterns/section";
import { Time } from "@/components/patterns/time";
import { groupProblems } from "@/components/problems/problem-groups";
import { ProblemTable } from "@/components/problems/problem-table";
import { LiveRefresh } from "@/components/runs/live-refresh";
import { TabNav } from "@/components/ui/tab-nav";
import { countOpenProblems, listProblems } from "@/lib/db/problems";
import { readSearch } from "../../read-search";
import { guardPage } from "../guard-page";

export const metadata: Metadata = { title: "Problems" };

interface Props {
  searchParams: Promise<{ state?: string }>;
}

export default async function ProblemsPage({ searchParams }: Props) {
  const [{ scope }, search] = await Promise.all([guardPage("problems:read"), readSearch(searchParams)]);
  const state = search.state === "closed" ? "closed" : "open";
  const [{ data }, open, lastClosed] = await Promise.all([
    listProblems(scope, { state, limit: 200 }),
    countOpenProblems(scope),
    listProblems(scope, { state: "closed", limit: 1 }),
  ]);
  const groups = groupProblems(data);
  return (
    <>
      <LiveRefresh isMoving={false} />
      <PageHeader title="Problems" summary="Each stands once, however many orders wait for it. Solve it, and all of them go on." />
      <TabNav
        label="Views"
        items={[
          { href: "/problems", label: "Open", count: open, current: state === "open" },
          { href: "/problems?state=closed", label: "Solved", current: state === "closed" },
        ]}
      />
      <div className="gutter grid gap-8 pt-5 pb-14">
        {groups.map(group => (
          <Section key={group.key} title={group.title} note={group.note}>
            <ProblemTable problems={group.problems} />
          </Section>
        ))}
        {groups.length === 0 && <NoProblems isOpenView={state === "open"} since={lastClosed.data[0]?.closedAt ?? null} />}
      </div>
    </>
  );
}

function NoProblems({ isOpenView, since }: { isOpenView: boolean; since: string | null }) {
  if (!isOpenView) return <EmptyState title="None solved yet">What was solved stays here with its history.</EmptyState>;
  return (
    <EmptyState
      title={since ? "All clear" : "No problems"}
      note={
        since && (
          <>
            All clear since <Time at={since} withZone />.
          </>
        )
      }
    >
      Nothing waits for a person. Throttling and lost answers are settled by themselves and show up here only while they last.
    </EmptyState>
  );
}
