import type { ReactNode } from "react";
import { cx } from "./cx";

/** For facts, not states: Production, Sandbox, Advanced, a mode. */
export function Tag({ children, chosen }: { children: ReactNode; chosen?: boolean }) {
  return (
    <span
      className={cx(
        "inline-flex h-[18px] items-center whitespace-nowrap rounded-tag border px-1.5 text-axis max-md:h-[22px] max-md:text-help",
        chosen ? "border-accent-line text-accent" : "border-line-2 text-ink-2",
      )}
    >
      {children}
    </span>
  );
}

/** A system or platform as one or two letters. Decoration: its name stands beside it. */
export function LetterMark({ letters, size = 22 }: { letters: string; size?: 20 | 22 | 24 }) {
  return (
    <span
      aria-hidden="true"
      style={{ height: size, minWidth: size }}
      className="inline-flex items-center justify-center rounded-tag border border-line-2 bg-surface px-0.5 text-[10px] font-medium leading-none text-ink-2"
    >
      {letters}
    </span>
  );
}
