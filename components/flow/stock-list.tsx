"use client";
import Link from "next/link";
import { formatNumber } from "../patterns/format-number";
import { Age, Time } from "../patterns/time";
import { cx } from "../ui/cx";
import type { Stock } from "./flow-figures";

/** What stands in a pier: number, words, and the age of the oldest or when it goes on. */
export function StockList({ stock }: { stock: Stock[] }) {
  return (
    <ul className="grid gap-0.5">
      {stock.map(item => (
        <li key={item.label} className="grid min-h-6 grid-cols-[28px_minmax(0,1fr)_auto] items-baseline gap-x-2">
          <span
            className={cx(
              "text-right tabular-nums",
              item.count === 0 ? "text-ink-3" : "font-semibold",
              item.count > 0 && item.tone === "warn" && "text-warn",
              item.count > 0 && item.tone === "bad" && "text-bad",
            )}
          >
            {formatNumber(item.count)}
          </span>
          {item.href ? (
            <Link href={item.href} className="rounded-seg text-ink-2 hover:underline">
              {item.label}
            </Link>
          ) : (
            <span className="text-ink-2">{item.label}</span>
          )}
          <span className="text-help text-ink-3">
            {item.count > 0 && (item.nextAt ? <Time at={item.nextAt} /> : item.oldestSince && <Age since={item.oldestSince} />)}
          </span>
        </li>
      ))}
    </ul>
  );
}
