"use client";
import { Check } from "lucide-react";
import type { Order } from "@/lib/api/schemas/order";
import { Code } from "../patterns/code";
import { type Column, DataTable } from "../patterns/data-table";
import { Section } from "../patterns/section";
import { ClockTime, Time, ZoneName } from "../patterns/time";
import { cx } from "../ui/cx";
import { Icon } from "../ui/icon";
import { Hint } from "../ui/tooltip";
import { WRITE_BACK_LOOKS, type WriteBack, writeSteps } from "./write-back-record";

interface Row extends WriteBack {
  label: string | null;
}

/** The write ledger of one order: one row per shipment and Acumatica warehouse, with its steps. */
export function WriteBackTable({ order }: { order: Order }) {
  const rows: Row[] = order.writeBacks
    .map(entry => ({ ...entry, label: order.shipments.find(shipment => shipment.id === entry.shipmentId)?.createdAt ?? null }))
    .sort((a, b) => ((a.label ?? "") < (b.label ?? "") ? 1 : -1));
  const columns: Column<Row>[] = [
    { key: "label", head: "Label", cell: row => <Time at={row.label} className="font-medium" /> },
    { key: "target", head: "Shipment", cell: row => <Target entry={row} /> },
    {
      key: "steps",
      head: (
        <>
          Steps, <ZoneName />
        </>
      ),
      cell: row => <Steps entry={row} />,
    },
    { key: "state", head: "State", align: "right", cell: row => <State entry={row} /> },
  ];
  return (
    <Section title="Write-back" note={rows.length === 0 ? "Starts with the first label" : "Each shipment is written exactly once"}>
      {rows.length > 0 && (
        <DataTable
          caption="Write-back of this order's shipments into Acumatica"
          columns={columns}
          rows={rows}
          rowKey={row => row.id}
          phoneRow={row => (
            <>
              <div className="flex justify-between gap-3">
                <Target entry={row} />
                <State entry={row} />
              </div>
              <Steps entry={row} />
            </>
          )}
        />
      )}
    </Section>
  );
}

function Target({ entry }: { entry: WriteBack }) {
  if (entry.target) return <Code className="font-medium">{entry.target}</Code>;
  return <span className="text-ink-3">not known yet</span>;
}

function Steps({ entry }: { entry: WriteBack }) {
  return (
    <ol className="flex flex-wrap items-center gap-x-2 text-help">
      {writeSteps(entry).map((step, index) => (
        <li key={step.word} className="flex items-center gap-1.5">
          {index > 0 && <span aria-hidden="true" className="mr-0.5 h-px w-2.5 bg-line-2" />}
          {step.state === "done" && <Icon of={Check} size={14} className="text-ok" />}
          <span className={cx(step.state === "now" && "text-info", step.state === "todo" && "text-ink-3")}>
            {step.word} {step.at && <ClockTime at={step.at} seconds />}
          </span>
        </li>
      ))}
    </ol>
  );
}

function State({ entry }: { entry: WriteBack }) {
  const look = WRITE_BACK_LOOKS[entry.status];
  const showsNext = entry.nextAttemptAt && (entry.status === "in_doubt" || entry.status === "waiting");
  return (
    <Hint
      content={`${entry.statusReason ? `${entry.statusReason} ` : ""}${look.sentence}`}
      className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle rounded-seg"
    >
      <Icon of={look.icon} size={14} className={look.tone} />
      <span className={entry.status === "done" || entry.status === "waiting" ? undefined : look.tone}>
        {look.word(entry)} {showsNext && <ClockTime at={entry.nextAttemptAt} />}
      </span>
    </Hint>
  );
}
