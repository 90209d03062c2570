"use client";
import Link from "next/link";
import type { Connection } from "@/lib/api/schemas/connection";
import { HealthPill } from "../patterns/health-pill";
import { Section } from "../patterns/section";

/** The connections of one store or warehouse. */
export function ConnectionLinks({ connections }: { connections: Connection[] }) {
  return (
    <Section title="Connections" note={connections.length === 0 ? "None uses it yet" : undefined}>
      {connections.length > 0 && (
        <ul className="border-line border-t">
          {connections.map(connection => (
            <li key={connection.id} className="flex min-h-9 items-center justify-between gap-4 border-line border-b">
              <Link href={`/connections/${connection.id}`} className="truncate rounded-seg font-medium hover:underline">
                {connection.name}
              </Link>
              <HealthPill status={connection.status} flush />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
