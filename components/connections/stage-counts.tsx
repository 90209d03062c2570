"use client";
import Link from "next/link";
import { formatNumber } from "../patterns/format-number";
import { Age } from "../patterns/time";
import { cx } from "../ui/cx";

export interface StageCount {
  key: "ready" | "at_warehouse" | "to_write_back" | "person";
  count: number;
  oldestSince: string | null;
  href: string;
}

const WORDS: Record<StageCount["key"], string> = {
  ready: "ready",
  at_warehouse: "at warehouse",
  to_write_back: "shipped, to write back",
  person: "wait for a person",
};

/** What stands at each stage right now and the oldest of it; amber only where a person must act. */
export function StageCounts({ stages }: { stages: StageCount[] }) {
  return (
    <section aria-label="Orders by stage">
      <ul className="grid grid-cols-4 gap-[3px]">
        {stages.map(stage => {
          const isLate = stage.key === "person" && stage.count > 0;
          return (
            <li key={stage.key} className="min-w-0">
              <div
                aria-hidden="true"
                className={cx("mb-2 h-1.5 rounded-seg", isLate ? "bg-warn-mark" : stage.count > 0 ? "bg-ink-3" : "border border-line-2")}
              />
              <Link href={stage.href} className="group block rounded-seg pr-2">
                <span className={cx("block text-figure tabular-nums", isLate && "text-warn")}>{formatNumber(stage.count)}</span>
                <span className="block group-hover:underline max-md:text-help">{WORDS[stage.key]}</span>
              </Link>
              <span className="block text-help text-ink-3">
                {stage.count > 0 && stage.oldestSince ? (
                  <>
                    oldest <Age since={stage.oldestSince} />
                  </>
                ) : (
                  "none"
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
