import type { ReactNode } from "react";

/** What this place is for, in a sentence, and the one or two ways on. Left-aligned like everything else; no picture for its own sake. */
export function EmptyState({
  title,
  children,
  actions,
  note,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  note?: ReactNode;
}) {
  return (
    <div className="max-w-[508px] py-8">
      <h2 className="text-section">{title}</h2>
      {children && <div className="mt-1.5 text-ink-2">{children}</div>}
      {actions && <div className="mt-4 flex flex-wrap gap-2">{actions}</div>}
      {note && <p className="mt-3 text-help text-ink-3">{note}</p>}
    </div>
  );
}
