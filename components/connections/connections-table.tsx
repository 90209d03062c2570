"use client";
import Link from "next/link";
import type { Connection } from "@/lib/api/schemas/connection";
import { type Column, DataTable, TwoLines } from "../patterns/data-table";
import { formatNumber } from "../patterns/format-number";
import { HealthCell } from "../patterns/health-pill";
import { Age, Time } from "../patterns/time";
import { Tag } from "../ui/tag";
import { ConnectionSwitch, type SetConnectionEnabled } from "./connection-switch";
import { systemMark, systemName } from "./systems";

export interface ConnectionRow extends Connection {
  lastOrderInAt: string | null;
  lastTrackingOutAt: string | null;
  /** Orders that wait for a person. */
  waiting: number;
}

export interface ConnectionsTableProps {
  rows: ConnectionRow[];
  canSwitch: boolean;
  onSet: SetConnectionEnabled;
}

/** Every connection: whose it is, between what, its health, last in, last out. */
export function ConnectionsTable({ rows, canSwitch, onSet }: ConnectionsTableProps) {
  const toggle = (row: ConnectionRow) => <ConnectionSwitch connection={row} onSet={onSet} disabled={!canSwitch} />;
  const columns: Column<ConnectionRow>[] = [
    { key: "marks", head: "", headLabel: "Systems", cell: row => <Marks row={row} />, className: "w-[58px]" },
    { key: "name", head: "Connection", cell: row => <TwoLines first={<Name row={row} />} second={row.merchantName} /> },
    {
      key: "store",
      head: "Store",
      from: "lg",
      cell: row => (
        <TwoLines
          first={row.storeName}
          second={`${systemName(row.storePlatform)}, ${row.importViaShipments ? "shipments" : "sales orders"}`}
        />
      ),
    },
    {
      key: "warehouse",
      head: "Warehouse",
      from: "lg",
      cell: row => <TwoLines first={row.warehouseName} second={systemName(row.warehousePlatform)} />,
    },
    { key: "on", head: "On", cell: toggle },
    { key: "health", head: "Health", className: "w-full max-w-0 min-w-48", cell: row => <HealthCell status={row.status} /> },
    { key: "in", head: "Last order in", align: "right", from: "xl", cell: row => <When at={row.lastOrderInAt} /> },
    { key: "out", head: "Last tracking out", align: "right", from: "xl", cell: row => <When at={row.lastTrackingOutAt} /> },
    { key: "waiting", head: "Waiting", align: "right", cell: row => <Waiting row={row} /> },
  ];
  return (
    <DataTable
      caption="Connections"
      columns={columns}
      rows={rows}
      rowKey={row => row.id}
      height="two"
      phoneRow={row => (
        <div className="flex items-start justify-between gap-3">
          <div className="grid min-w-0 gap-0.5">
            <Name row={row} />
            <HealthCell status={row.status} />
            <div className="text-help text-ink-3">
              Last order in <Age since={row.lastOrderInAt} inRow />, tracking out <Age since={row.lastTrackingOutAt} inRow />
            </div>
          </div>
          {toggle(row)}
        </div>
      )}
    />
  );
}

function Name({ row }: { row: ConnectionRow }) {
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <Link href={`/connections/${row.id}`} className="truncate rounded-seg font-medium hover:underline">
        {row.name}
      </Link>
      {row.environment === "sandbox" && <Tag>Sandbox</Tag>}
    </span>
  );
}

function Marks({ row }: { row: ConnectionRow }) {
  return (
    <span
      aria-hidden="true"
      className="inline-flex h-[22px] divide-x divide-line-2 rounded-tag border border-line-2 text-[10px] font-medium leading-none text-ink-2"
    >
      <span className="flex w-[22px] items-center justify-center">{systemMark(row.storePlatform)}</span>
      <span className="flex w-[22px] items-center justify-center">{systemMark(row.warehousePlatform)}</span>
    </span>
  );
}

function When({ at }: { at: string | null }) {
  return <TwoLines first={<Time at={at} inRow />} second={at && <Age since={at} inRow />} />;
}

function Waiting({ row }: { row: ConnectionRow }) {
  if (row.waiting === 0) return <span className="text-ink-3">–</span>;
  return (
    <Link href={`/orders?view=person&connection=${row.id}`} className="font-semibold hover:underline">
      {formatNumber(row.waiting)}
    </Link>
  );
}
