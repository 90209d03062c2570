import type { Order } from "@/lib/api/schemas/order";
import { Code } from "../patterns/code";
import { type Column, DataTable } from "../patterns/data-table";
import { formatNumber, plural } from "../patterns/format-number";
import { Section } from "../patterns/section";

type Line = Order["lines"][number];

const columns: Column<Line>[] = [
  {
    key: "sku",
    head: "SKU",
    cell: line => (
      <>
        <Code className="font-medium">{line.sku}</Code>
        {line.warehouseSku !== line.sku && <span className="text-ink-3"> sent as </span>}
        {line.warehouseSku !== line.sku && <Code>{line.warehouseSku}</Code>}
      </>
    ),
  },
  { key: "description", head: "Description", cell: line => line.description ?? <span className="text-ink-3">–</span> },
  { key: "ordered", head: "Ordered", align: "right", cell: line => formatNumber(line.quantity) },
  { key: "shipped", head: "Shipped", align: "right", cell: line => formatNumber(line.shippedQuantity) },
  {
    key: "left",
    head: "Left",
    align: "right",
    cell: line => (left(line) > 0 ? formatNumber(left(line)) : <span className="text-ink-3">–</span>),
  },
];

const left = (line: Line) => line.quantity - line.shippedQuantity;

/** What the warehouse was asked to ship, and how much of it has gone. */
export function OrderItems({ order }: { order: Order }) {
  return (
    <Section title="Items" note={`${plural(order.lines.length, "line")}, ${plural(order.unitsOrdered, "unit")}`}>
      <DataTable
        caption="Items of this order"
        columns={columns}
        rows={order.lines}
        rowKey={line => line.lineRef}
        phoneRow={line => (
          <>
            <div className="flex justify-between gap-3">
              <Code className="font-medium">{line.sku}</Code>
              <span className="tabular-nums">
                {formatNumber(line.shippedQuantity)} of {formatNumber(line.quantity)} shipped
              </span>
            </div>
            {line.description && <div className="text-help text-ink-3">{line.description}</div>}
          </>
        )}
      />
    </Section>
  );
}
