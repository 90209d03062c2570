import type { Metadata } from "next";
import { PageHeader } from "@/components/patterns/page-header";
import { ApiKeys } from "@/components/settings/api-keys";
import { PeopleTable } from "@/components/settings/people-table";
import { SessionsTable } from "@/components/settings/sessions-table";
import { listApiKeys } from "@/lib/db/api-keys";
import { listPeople } from "@/lib/db/memberships";
import { listSessionsOf } from "@/lib/db/sessions";
import { guardPage } from "../guard-page";
import { createApiKeyAction, revokeApiKeyAction, revokeSessionAction } from "./actions";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { scope, person, may, runtime } = await guardPage(null);
  const [keys, people, sessions] = await Promise.all([
    may("api_keys:read") ? listApiKeys(scope, { limit: 200 }) : null,
    may("people:read") ? listPeople(scope) : null,
    person ? listSessionsOf(runtime.db, { userId: person.user.id, now: runtime.clock.now() }) : [],
  ]);
  return (
    <>
      <PageHeader
        title="Settings"
        summary={person ? `You are ${person.membership.role} of ${person.membership.workspaceName}.` : undefined}
      />
      <div className="gutter grid gap-8 border-line border-t pt-6 pb-14">
        {keys && <ApiKeys keys={keys.data} onCreate={createApiKeyAction} onRevoke={revokeApiKeyAction} />}
        {people && <PeopleTable people={people} />}
        <SessionsTable
          sessions={sessions.map(session => ({ ...session, isThis: session.id === person?.sessionId }))}
          onRevoke={revokeSessionAction}
        />
      </div>
    </>
  );
}
