import { type ReactNode, useId } from "react";

export interface SectionProps {
  title: string;
  /** A count or a short fact beside the title. */
  note?: ReactNode;
  /** Right: one link or one small control. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A titled part of a page. Structure is the title and the table's hairlines, never a box. */
export function Section({ title, note, aside, children, className }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={className}>
      <div className="mb-2 flex items-baseline justify-between gap-4">
        <div className="flex flex-wrap items-baseline gap-x-2.5">
          <h2 id={id} className="text-section">
            {title}
          </h2>
          {note && <span className="text-help text-ink-3">{note}</span>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}
