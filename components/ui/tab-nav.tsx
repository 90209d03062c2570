import Link from "next/link";
import { cx } from "./cx";

export interface TabItem {
  href: string;
  label: string;
  count?: number;
  current: boolean;
}

/** Views of one page. They are links: each has its address, opens in a new window, survives a reload. */
export function TabNav({ label, items }: { label: string; items: TabItem[] }) {
  return (
    <nav aria-label={label} className="gutter flex gap-5 overflow-x-auto border-line border-b [scrollbar-width:none]">
      {items.map(item => (
        <Link
          key={item.href}
          href={item.href}
          scroll={false}
          aria-current={item.current ? "page" : undefined}
          className={cx(
            "-mb-px flex h-9 shrink-0 items-center gap-2 border-b-2 outline-offset-[-2px] max-md:h-11",
            item.current ? "border-accent font-medium text-ink" : "border-transparent text-ink-2 hover:text-ink",
          )}
        >
          {item.label}
          {item.count !== undefined && <span className="font-normal text-ink-3 tabular-nums">{item.count.toLocaleString("en-US")}</span>}
        </Link>
      ))}
    </nav>
  );
}
