"use client";
import type { Warehouse } from "@/lib/api/schemas/warehouse";
import { Code } from "../patterns/code";
import { CopyButton } from "../patterns/copy-button";
import { Section } from "../patterns/section";
import { Time } from "../patterns/time";
import { SetAt } from "../stores/store-facts";
import { KeyValues } from "../ui/key-values";

/** How we sign in, and where the warehouse calls us. The address holds a secret: only those who may set it up see it. */
export function WarehouseFacts({ warehouse }: { warehouse: Warehouse }) {
  const { credentials } = warehouse;
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <Section title="Credentials" note="Stored encrypted">
        <div className="border-line border-t pt-3">
          <KeyValues
            items={[
              { label: "API key", value: <SetAt at={credentials.apiKeySetAt} /> },
              { label: "API secret", value: <SetAt at={credentials.apiSecretSetAt} /> },
              {
                label: "Address",
                value: credentials.baseUrl ? <Code className="break-all">{credentials.baseUrl}</Code> : "ShipStation's own",
              },
            ]}
          />
        </div>
      </Section>
      <Section title="Webhook address" note="Treat it like a password: whoever knows it may make us look">
        <div className="border-line border-t pt-3">
          {warehouse.webhookUrl ? (
            <div className="flex items-start gap-2">
              <Code className="min-w-0 flex-1 break-all rounded-ctl border border-line bg-sunk px-2.5 py-1.5">{warehouse.webhookUrl}</Code>
              <CopyButton text={warehouse.webhookUrl} label="Copy" size="md" />
            </div>
          ) : (
            <p className="text-ink-2">Only an owner or admin sees the address.</p>
          )}
          <p className="mt-2 text-help text-ink-3">
            {warehouse.webhooksRegisteredAt ? (
              <>
                Registered at the warehouse <Time at={warehouse.webhooksRegisteredAt} withZone />. A webhook only says “go and look”; the
                poll finds what was missed.
              </>
            ) : (
              "Not registered at the warehouse yet. That happens when a connection is switched on and this address can be reached from outside; until then the poll finds everything."
            )}
          </p>
        </div>
      </Section>
    </div>
  );
}
