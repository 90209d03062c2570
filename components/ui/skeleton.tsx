import { cx } from "./cx";

/** A grey bar where a value will stand. */
export function Bar({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx("block h-3 rounded-meter bg-hover", className)} />;
}

/** Rows in the height of the table that will arrive, so that nothing jumps. */
export function TableSkeleton({ rows = 8, tall }: { rows?: number; tall?: boolean }) {
  return (
    <div role="status" aria-label="Loading">
      <div className="h-8 border-line border-b" />
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={row} className={cx("flex items-center gap-8 border-line border-b", tall ? "h-14" : "h-9")}>
          <Bar className="w-24" />
          <Bar className="w-40 max-md:hidden" />
          <Bar className="w-32" />
          <Bar className="ml-auto w-16" />
        </div>
      ))}
    </div>
  );
}

/** Title, one sentence and a table: what most pages are. */
export function PageSkeleton({ rows }: { rows?: number }) {
  return (
    <div className="gutter pt-5">
      <Bar className="mt-2 mb-3 h-5 w-44" />
      <Bar className="mb-10 w-72" />
      <TableSkeleton rows={rows} tall />
    </div>
  );
}
