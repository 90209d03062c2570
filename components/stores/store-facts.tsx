"use client";
import type { ReactNode } from "react";
import type { Store } from "@/lib/api/schemas/store";
import { Code } from "../patterns/code";
import { Section } from "../patterns/section";
import { Time } from "../patterns/time";
import { KeyValues } from "../ui/key-values";

const onOff = (value: boolean) => (value ? "On" : "Off");

/** How we sign in, and what is asked of the instance. Secrets only say when they were set. */
export function StoreFacts({ store }: { store: Store }) {
  const { credentials, settings } = store;
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <Section title="Credentials" note="Stored encrypted">
        <Facts>
          <KeyValues
            items={[
              { label: "Instance URL", value: <Code className="break-all">{credentials.instanceUrl}</Code> },
              { label: "Client ID", value: <Code className="break-all">{credentials.clientId}</Code> },
              { label: "Client Secret", value: <SetAt at={credentials.clientSecretSetAt} /> },
              { label: "Username", value: credentials.username },
              { label: "Password", value: <SetAt at={credentials.passwordSetAt} /> },
              { label: "Tenant", value: credentials.tenant || <span className="text-ink-3">none given</span> },
            ]}
          />
        </Facts>
      </Section>
      <Section title="Endpoint & Order Settings">
        <Facts>
          <KeyValues
            items={[
              { label: "Endpoint", value: <Code>{`${settings.endpointName}/${settings.endpointVersion}`}</Code> },
              { label: "Order Type", value: <Code>{settings.orderType}</Code> },
              { label: "Comes in", value: settings.importViaShipments ? "Open Shipments, one order for each" : "Open Sales Orders" },
              { label: "Goes back", value: settings.importViaShipments ? "The same Shipment is updated" : "A new Shipment is created" },
              { label: "Confirm", value: onOff(settings.confirmShipments) },
              { label: "Box contents", value: onOff(settings.includePackageContents) },
              {
                label: "Warehouse ID",
                value: settings.defaultWarehouseId ? <Code>{settings.defaultWarehouseId}</Code> : <span className="text-ink-3">any</span>,
              },
              { label: "OAuth Scope", value: <Code>{settings.scope}</Code> },
              { label: "Time zone", value: settings.timeZone },
              {
                label: "Limits",
                value: `${settings.throttleLimit} requests in ${settings.throttleSeconds} s, ${settings.concurrentConnections} at once`,
              },
            ]}
          />
        </Facts>
      </Section>
    </div>
  );
}

function Facts({ children }: { children: ReactNode }) {
  return <div className="border-line border-t pt-3">{children}</div>;
}

export function SetAt({ at }: { at: string | null }) {
  if (!at) return <span className="text-warn">not set</span>;
  return (
    <>
      set <Time at={at} withZone />
    </>
  );
}
