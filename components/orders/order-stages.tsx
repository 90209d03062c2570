"use client";
import type { ReactNode } from "react";
import type { Order } from "@/lib/api/schemas/order";
import { Crossing } from "../patterns/crossing";
import { formatNumber } from "../patterns/format-number";
import { formatAge } from "../patterns/format-time";
import { orderSegments } from "../patterns/order-status-record";
import { Time } from "../patterns/time";

/** The four stages at full width, each with when it was reached. */
export function OrderStages({ order }: { order: Order }) {
  const writes = order.writeBacks.filter(entry => entry.action === "write");
  const written = writes.filter(entry => entry.status === "done");
  const lastWritten =
    written
      .map(entry => entry.doneAt)
      .filter(at => at !== null)
      .sort()
      .at(-1) ?? null;
  const stages: { name: string; note: ReactNode }[] = [
    { name: "Imported", note: <Time at={order.importedAt} withZone /> },
    {
      name: order.acceptedAt ? "At warehouse" : "Not sent yet",
      note: order.acceptedAt && (
        <>
          <Time at={order.acceptedAt} />, after{" "}
          {formatAge(Date.parse(order.acceptedAt) - Date.parse(order.importedAt)).replace("just now", "under a minute")}
        </>
      ),
    },
    {
      name:
        order.unitsShipped > 0 ? `Shipped ${formatNumber(order.unitsShipped)} of ${formatNumber(order.unitsOrdered)}` : "Not shipped yet",
      note: order.shippedAt && <Time at={order.shippedAt} withZone />,
    },
    {
      name: writes.length > 0 ? `Written back ${written.length} of ${writes.length}` : "Nothing to write back yet",
      note: lastWritten && (
        <>
          Last <Time at={lastWritten} withZone />
        </>
      ),
    },
  ];
  return (
    <section aria-label="Stages">
      <Crossing segments={orderSegments(order)} size="wide" />
      <ol className="mt-1.5 grid grid-cols-2 gap-x-1 gap-y-3 md:grid-cols-4">
        {stages.map(stage => (
          <li key={stage.name} className="min-w-0 pr-2">
            <div className="font-medium">{stage.name}</div>
            <div className="text-help text-ink-3">{stage.note}</div>
          </li>
        ))}
      </ol>
    </section>
  );
}
