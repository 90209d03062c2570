"use client";
import { type Column, DataTable } from "../patterns/data-table";
import { Section } from "../patterns/section";
import { Time } from "../patterns/time";

export interface PersonRow {
  userId: string;
  name: string;
  email: string;
  role: string;
  merchantName: string | null;
  since: string;
}

const ROLE_WORDS: Record<string, string> = {
  owner: "Owner: everything",
  admin: "Admin: everything but deleting the workspace",
  operator: "Operator: orders, problems, mapping, run now",
  viewer: "Viewer: looks, changes nothing",
};

const columns: Column<PersonRow>[] = [
  { key: "name", head: "Name", cell: person => <span className="font-medium">{person.name}</span> },
  { key: "email", head: "E-mail", cell: person => person.email },
  { key: "role", head: "Role", cell: person => ROLE_WORDS[person.role] ?? person.role },
  { key: "limit", head: "Sees", cell: person => person.merchantName ?? "All merchants" },
  { key: "since", head: "Since", align: "right", cell: person => <Time at={person.since} /> },
];

/** Who belongs to this workspace. */
export function PeopleTable({ people }: { people: PersonRow[] }) {
  return (
    <Section title="People" note="Added with npm run admin -- create-user">
      <DataTable
        caption="People of this workspace"
        columns={columns}
        rows={people}
        rowKey={person => person.userId}
        phoneRow={person => (
          <>
            <div className="font-medium">{person.name}</div>
            <div className="text-help text-ink-3">
              {person.email}, {person.role}
            </div>
          </>
        )}
      />
    </Section>
  );
}
