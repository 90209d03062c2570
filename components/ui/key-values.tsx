import type { ReactNode } from "react";
import { cx } from "./cx";

export interface KeyValue {
  label: string;
  value: ReactNode;
}

/** Small facts, name left. `narrow` is the 86 px column of a side sheet. */
export function KeyValues({ items, narrow }: { items: KeyValue[]; narrow?: boolean }) {
  return (
    <dl
      className={cx(
        "grid gap-x-4",
        narrow ? "grid-cols-[86px_minmax(0,1fr)] gap-y-0.5 text-help leading-[18px]" : "grid-cols-[104px_minmax(0,1fr)] gap-y-[5px]",
      )}
    >
      {items.map(item => (
        <div key={item.label} className="contents">
          <dt className="text-ink-3">{item.label}</dt>
          <dd className="min-w-0 break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
