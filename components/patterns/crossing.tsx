import { cx } from "../ui/cx";

/**
 * How far an order is over the bridge, and where it is stuck. `partly` fills by a share; `person` waits for somebody; `failed` is where it broke.
 * Always beside a word, so it is hidden from screen readers.
 */
export type Segment = "done" | "todo" | "sending" | "person" | "failed" | "ok" | { partly: number };
export type Segments = readonly [Segment, Segment, Segment, Segment];

const fill: Record<Exclude<Segment, { partly: number }>, string> = {
  done: "bg-ink-3",
  todo: "border border-line-2",
  sending: "bg-accent",
  person: "bg-warn-mark",
  failed: "bg-bad-mark",
  ok: "bg-ok-mark",
};

const sizes = { row: "h-1.5 w-[11px]", wide: "h-1.5 flex-1", thin: "h-1 flex-1" };

export function Crossing({ segments, size = "row" }: { segments: Segments; size?: keyof typeof sizes }) {
  return (
    <span aria-hidden="true" className={cx("flex shrink-0 items-center", size === "row" ? "gap-0.5" : "w-full gap-[3px]")}>
      {segments.map((segment, stage) =>
        typeof segment === "string" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place
          <span key={stage} className={cx("rounded-seg", sizes[size], fill[segment])} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place
          <span key={stage} className={cx("overflow-hidden rounded-seg border border-line-2", sizes[size])}>
            <span className="block h-full bg-ink-3" style={{ width: `${Math.round(Math.min(1, Math.max(0, segment.partly)) * 100)}%` }} />
          </span>
        ),
      )}
    </span>
  );
}
