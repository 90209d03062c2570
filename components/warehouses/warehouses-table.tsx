"use client";
import Link from "next/link";
import type { Warehouse } from "@/lib/api/schemas/warehouse";
import { systemMark, systemName } from "../connections/systems";
import { type Column, DataTable, TwoLines } from "../patterns/data-table";
import { plural } from "../patterns/format-number";
import { HealthCell } from "../patterns/health-pill";
import { Time, ZoneName } from "../patterns/time";
import { LetterMark, Tag } from "../ui/tag";

const columns: Column<Warehouse>[] = [
  { key: "mark", head: "", headLabel: "Platform", className: "w-9", cell: row => <LetterMark letters={systemMark(row.platform)} /> },
  { key: "name", head: "Warehouse", cell: row => <TwoLines first={<Name warehouse={row} />} second={systemName(row.platform)} /> },
  { key: "health", head: "Health", className: "w-full max-w-0 min-w-48", cell: row => <HealthCell status={row.status} /> },
  { key: "webhooks", head: "Webhooks", from: "lg", className: "whitespace-nowrap pr-6", cell: row => <Webhooks warehouse={row} /> },
  {
    key: "proof",
    head: (
      <>
        Checked, <ZoneName />
      </>
    ),
    from: "xl",
    align: "right",
    cell: row => <Time at={row.lastProof?.at} inRow />,
  },
  { key: "connections", head: "Connections", align: "right", cell: row => row.connectionCount },
];

/** Where orders go. */
export function WarehousesTable({ warehouses }: { warehouses: Warehouse[] }) {
  return (
    <DataTable
      caption="Warehouses"
      columns={columns}
      rows={warehouses}
      rowKey={row => row.id}
      height="two"
      phoneRow={row => (
        <div className="grid gap-0.5">
          <Name warehouse={row} />
          <HealthCell status={row.status} />
          <div className="text-help text-ink-3">
            {systemName(row.platform)}, {plural(row.connectionCount, "connection")}
          </div>
        </div>
      )}
    />
  );
}

function Name({ warehouse }: { warehouse: Warehouse }) {
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <Link href={`/warehouses/${warehouse.id}`} className="truncate rounded-seg font-medium hover:underline">
        {warehouse.name}
      </Link>
      {warehouse.environment === "sandbox" && <Tag>Sandbox</Tag>}
    </span>
  );
}

function Webhooks({ warehouse }: { warehouse: Warehouse }) {
  if (!warehouse.webhooksRegisteredAt) return <span className="text-ink-3">Not registered, the poll finds everything</span>;
  return (
    <span className="text-ink-2">
      Registered <Time at={warehouse.webhooksRegisteredAt} inRow />
    </span>
  );
}
