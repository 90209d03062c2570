import type { ReactNode } from "react";
import { cx } from "../ui/cx";

/** An identifier in a sentence or a cell. */
export function Code({ children, className }: { children: ReactNode; className?: string }) {
  return <span className={cx("mono", className)}>{children}</span>;
}
