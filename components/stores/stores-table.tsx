"use client";
import Link from "next/link";
import type { Store } from "@/lib/api/schemas/store";
import { systemMark, systemName } from "../connections/systems";
import { Code } from "../patterns/code";
import { type Column, DataTable, TwoLines } from "../patterns/data-table";
import { plural } from "../patterns/format-number";
import { HealthCell } from "../patterns/health-pill";
import { Time, ZoneName } from "../patterns/time";
import { LetterMark, Tag } from "../ui/tag";

const columns: Column<Store>[] = [
  { key: "mark", head: "", headLabel: "Platform", className: "w-9", cell: store => <LetterMark letters={systemMark(store.platform)} /> },
  { key: "name", head: "Store", cell: store => <TwoLines first={<Name store={store} />} second={store.merchantName} /> },
  {
    key: "mode",
    head: "Comes in",
    from: "lg",
    cell: store => (
      <TwoLines first={store.settings.importViaShipments ? "Shipments" : "Sales orders"} second={systemName(store.platform)} />
    ),
  },
  {
    key: "endpoint",
    head: "Endpoint",
    from: "lg",
    cell: store => (
      <TwoLines first={<Code>{`${store.settings.endpointName}/${store.settings.endpointVersion}`}</Code>} second={hostOf(store)} />
    ),
  },
  { key: "health", head: "Health", className: "w-full max-w-0 min-w-48", cell: store => <HealthCell status={store.status} /> },
  {
    key: "proof",
    head: (
      <>
        Checked, <ZoneName />
      </>
    ),
    from: "xl",
    align: "right",
    cell: store => <Time at={store.lastProof?.at} inRow />,
  },
  { key: "connections", head: "Connections", align: "right", cell: store => store.connectionCount },
];

/** Where orders come from. */
export function StoresTable({ stores }: { stores: Store[] }) {
  return (
    <DataTable
      caption="Stores"
      columns={columns}
      rows={stores}
      rowKey={store => store.id}
      height="two"
      phoneRow={store => (
        <div className="grid gap-0.5">
          <Name store={store} />
          <HealthCell status={store.status} />
          <div className="text-help text-ink-3">
            {store.merchantName}, {plural(store.connectionCount, "connection")}
          </div>
        </div>
      )}
    />
  );
}

function Name({ store }: { store: Store }) {
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <Link href={`/stores/${store.id}`} className="truncate rounded-seg font-medium hover:underline">
        {store.name}
      </Link>
      {store.environment === "sandbox" && <Tag>Sandbox</Tag>}
    </span>
  );
}

/** The host alone: the row is short. */
export function hostOf(store: Pick<Store, "credentials">): string {
  return URL.canParse(store.credentials.instanceUrl) ? new URL(store.credentials.instanceUrl).host : store.credentials.instanceUrl;
}
