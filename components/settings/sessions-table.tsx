"use client";
import { type Column, DataTable } from "../patterns/data-table";
import { RefusalNote } from "../patterns/refusal-note";
import { Section } from "../patterns/section";
import { Age, Time } from "../patterns/time";
import { type Action, useAct } from "../patterns/use-act";
import { Button } from "../ui/button";
import { Tag } from "../ui/tag";

export interface SessionRow {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  userAgent: string | null;
  isThis: boolean;
}

/** Where you are signed in; every other place can be ended from here. */
export function SessionsTable({ sessions, onRevoke }: { sessions: SessionRow[]; onRevoke: Action<{ id: string }> }) {
  const columns: Column<SessionRow>[] = [
    {
      key: "browser",
      head: "Browser",
      cell: session => (
        <span className="inline-flex items-center gap-2">
          <span className="font-medium">{browserWords(session.userAgent)}</span>
          {session.isThis && <Tag>This one</Tag>}
        </span>
      ),
    },
    { key: "since", head: "Signed in", cell: session => <Time at={session.createdAt} withZone /> },
    { key: "seen", head: "Last seen", cell: session => <Age since={session.lastSeenAt} /> },
    { key: "end", head: "", headLabel: "Sign out there", align: "right", cell: session => <End session={session} onRevoke={onRevoke} /> },
  ];
  return (
    <Section title="Your sessions">
      <DataTable
        caption="Your sessions"
        columns={columns}
        rows={sessions}
        rowKey={session => session.id}
        phoneRow={session => (
          <div className="flex items-start justify-between gap-3">
            <div>
              <div className="font-medium">{browserWords(session.userAgent)}</div>
              <div className="text-help text-ink-3">
                {session.isThis ? "This one" : <Age since={session.lastSeenAt} />}, since <Time at={session.createdAt} withZone />
              </div>
            </div>
            <End session={session} onRevoke={onRevoke} />
          </div>
        )}
      />
    </Section>
  );
}

function End({ session, onRevoke }: { session: SessionRow; onRevoke: Action<{ id: string }> }) {
  const act = useAct(onRevoke, { done: "Signed out there" });
  if (session.isThis) return null;
  return (
    <>
      <Button size="sm" kind="danger" disabled={act.isPending} onClick={() => act.run({ id: session.id })}>
        {act.isPending ? "Ending…" : "Sign out there"}
        <span className="sr-only"> {browserWords(session.userAgent)}</span>
      </Button>
      <RefusalNote refusal={act.refusal} className="text-help" />
    </>
  );
}

/** "Chrome on macOS": enough to know one's own machines by. */
export function browserWords(userAgent: string | null): string {
  if (!userAgent) return "Unknown browser";
  const found = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = found([
    [/Edg\//, "Edge"],
    [/Firefox\//, "Firefox"],
    [/Chrome\//, "Chrome"],
    [/Safari\//, "Safari"],
  ]);
  const system = found([
    [/iPhone|iPad/, "iOS"],
    [/Android/, "Android"],
    [/Mac OS X/, "macOS"],
    [/Windows/, "Windows"],
    [/Linux/, "Linux"],
  ]);
  if (!browser) return userAgent.slice(0, 40);
  return system ? `${browser} on ${system}` : browser;
}
