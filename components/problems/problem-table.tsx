"use client";
import { Ban, CircleAlert, KeyRound, Lock, type LucideIcon, SearchCheck, Shuffle, Timer } from "lucide-react";
import Link from "next/link";
import type { Problem } from "@/lib/api/schemas/problem";
import { CopyButton } from "../patterns/copy-button";
import { type Column, DataTable, TwoLines } from "../patterns/data-table";
import { OWNER_WORDS } from "../patterns/owner-words";
import { Age, Time, ZoneName } from "../patterns/time";
import { ButtonLink } from "../ui/button";
import { Icon } from "../ui/icon";
import { waitingWords } from "./problem-groups";

const ICONS: [RegExp, LucideIcon, string][] = [
  [/sku|ship_method|mapping/, Shuffle, "text-warn"],
  [/secret|user_refused|token|key_refused|scope|tenant/, KeyRound, "text-warn"],
  [/forbidden|confirm/, Lock, "text-warn"],
  [/throttled|seat_limit|busy/, Timer, "text-info"],
  [/doubt|timeout/, SearchCheck, "text-info"],
  [/final|cancel/, Ban, "text-ink-3"],
];

function iconOf(problem: Problem): { icon: LucideIcon; tone: string } {
  const found = ICONS.find(([pattern]) => pattern.test(`${problem.code} ${problem.key}`));
  return found ? { icon: found[1], tone: found[2] } : { icon: CircleAlert, tone: "text-bad" };
}

/** What waits, what happened, who acts, since when, and the one next step. `brief` leaves the next step's words to the problems page. */
export function ProblemTable({ problems, brief }: { problems: Problem[]; brief?: boolean }) {
  const columns: Column<Problem>[] = [
    { key: "waiting", head: "Waiting", className: "w-[104px] min-w-[104px]", cell: problem => <Waiting problem={problem} /> },
    { key: "what", head: "What happened", className: "max-w-0 w-full", cell: problem => <What problem={problem} brief={brief} /> },
    { key: "who", head: "Who acts", className: "min-w-48", cell: problem => <Who problem={problem} /> },
    {
      key: "since",
      head: (
        <>
          Since, <ZoneName />
        </>
      ),
      className: "min-w-32",
      cell: problem => <TwoLines first={<Time at={problem.since} />} second={<Age since={problem.since} inRow />} />,
    },
    {
      key: "action",
      head: "",
      headLabel: "Next step",
      align: "right",
      className: "min-w-[142px]",
      cell: problem => <NextStep problem={problem} />,
    },
  ];
  return (
    <DataTable
      caption="Problems"
      columns={columns}
      rows={problems}
      rowKey={problem => problem.id}
      height="two"
      phoneRow={problem => (
        <div className="grid gap-1">
          <What problem={problem} brief={brief} />
          <div className="text-help text-ink-3">
            {waitingWords(problem).figure} {waitingWords(problem).note}, {OWNER_WORDS[problem.owner].who} act
            {problem.owner === "operator" ? "" : "s"}, since <Time at={problem.since} withZone inRow />
          </div>
          <div className="pt-1">
            <NextStep problem={problem} />
          </div>
        </div>
      )}
    />
  );
}

function Waiting({ problem }: { problem: Problem }) {
  const { figure, note } = waitingWords(problem);
  return <TwoLines first={<span className="text-section tabular-nums">{figure}</span>} second={note} />;
}

function What({ problem, brief }: { problem: Problem; brief?: boolean }) {
  const { icon, tone } = iconOf(problem);
  return (
    <div className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2 py-1">
      <Icon of={icon} className={`mt-0.5 ${tone}`} />
      <div className="min-w-0">
        <Link href={problemHref(problem)} className="rounded-seg font-medium hover:underline">
          {problem.message}
        </Link>
        <div className={brief ? "truncate text-help text-ink-3" : "text-help text-ink-3"}>
          {problem.connectionName && `${problem.connectionName}. `}
          {problem.nextStep}
          {problem.nextAttemptAt && (
            <>
              {" "}
              We try again at <Time at={problem.nextAttemptAt} withZone inRow />.
            </>
          )}
        </div>
      </div>
    </div>
  );
}

function Who({ problem }: { problem: Problem }) {
  const { who, note } = OWNER_WORDS[problem.owner];
  return <TwoLines first={<span className="font-medium">{who}</span>} second={note} />;
}

/** A problem's orders, or the connection it stops. */
export function problemHref(problem: Problem): string {
  if (problem.count > 0) return `/orders?view=all&problem=${problem.id}`;
  if (problem.connectionId) return `/connections/${problem.connectionId}`;
  if (problem.storeId) return `/stores/${problem.storeId}`;
  return problem.warehouseId ? `/warehouses/${problem.warehouseId}` : "/problems";
}

function NextStep({ problem }: { problem: Problem }) {
  const isTheirs = problem.owner === "merchant" || problem.owner === "merchant_erp_admin";
  if (isTheirs) return <CopyButton label="Copy message" text={`${problem.message} ${problem.nextStep}`} />;
  if (problem.count > 0) {
    return (
      <ButtonLink size="sm" href={problemHref(problem)}>
        Open orders
      </ButtonLink>
    );
  }
  return (
    <ButtonLink size="sm" href={problemHref(problem)}>
      Open
    </ButtonLink>
  );
}
