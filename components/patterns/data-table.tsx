import type { ReactNode } from "react";
import { cx } from "../ui/cx";

export interface Column<Row> {
  key: string;
  /** The head; empty ones need `headLabel` for screen readers. */
  head: ReactNode;
  headLabel?: string;
  cell: (row: Row) => ReactNode;
  /** Numbers and ages stand right. */
  align?: "right";
  /** Hidden below this width; the phone has rows of its own. */
  from?: "lg" | "xl";
  className?: string;
}

export interface DataTableProps<Row> {
  /** Read by screen readers: what this table lists. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** 36 one line, 56 two lines, 30 in a side column. */
  height?: "one" | "two" | "side";
  /** Rows reach the edges of the page instead of the text's. */
  bleed?: boolean;
  /** Two or three lines instead of cells, below 768. */
  phoneRow: (row: Row) => ReactNode;
  stickyHead?: boolean;
}

const heights = { one: "h-9", two: "h-14", side: "h-[30px]" };
const from = { lg: "max-lg:hidden", xl: "max-xl:hidden" };

/**
 * Head 32, hairline under each row, no zebra. The first cell carries the row's link. Head and body share one real table;
 * below 768 the same rows become a list.
 */
export function DataTable<Row>({ caption, columns, rows, rowKey, height = "one", bleed, phoneRow, stickyHead }: DataTableProps<Row>) {
  const edge = bleed ? "first:pl-[var(--gutter)] last:pr-[var(--gutter)]" : "first:pl-0 last:pr-0";
  return (
    <>
      <table className="w-full border-separate border-spacing-0 max-md:hidden">
        <caption className="sr-only">{caption}</caption>
        <thead className={cx(stickyHead && "sticky top-0 z-10 bg-surface")}>
          <tr>
            {columns.map(column => (
              <th
                key={column.key}
                scope="col"
                className={cx(
                  "h-8 whitespace-nowrap border-line border-b px-1.5 text-left font-medium text-help text-ink-3",
                  edge,
                  column.align === "right" && "text-right",
                  column.from && from[column.from],
                  column.className,
                )}
              >
                {column.headLabel ? <span className="sr-only">{column.headLabel}</span> : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr
              key={rowKey(row)}
              className={cx(
                "group",
                bleed ? "hover:bg-hover" : "hover:bg-hover hover:shadow-[-12px_0_0_var(--hover),12px_0_0_var(--hover)]",
              )}
            >
              {columns.map(column => (
                <td
                  key={column.key}
                  className={cx(
                    "border-line border-b px-1.5",
                    heights[height],
                    edge,
                    column.align === "right" && "text-right tabular-nums",
                    column.from && from[column.from],
                    column.className,
                  )}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul aria-label={caption} className={cx("md:hidden", bleed && "gutter")}>
        {rows.map(row => (
          <li key={rowKey(row)} className="border-line border-b py-3">
            {phoneRow(row)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Two lines of a cell: the name, and whose it is. */
export function TwoLines({ first, second, className }: { first: ReactNode; second?: ReactNode; className?: string }) {
  return (
    <div className={cx("min-w-0", className)}>
      <div className="truncate">{first}</div>
      {second && <div className="truncate text-help text-ink-3">{second}</div>}
    </div>
  );
}
