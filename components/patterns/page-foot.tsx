import type { ReactNode } from "react";
import { ButtonLink, buttonClass } from "../ui/button";

export interface PageFootProps {
  /** "50 on this page, 531 open". */
  text: ReactNode;
  /** Null: there is none. Keyset paging: a page knows its neighbours, not its number. */
  previousHref: string | null;
  nextHref: string | null;
  children?: ReactNode;
}

/** The end of a long list. */
export function PageFoot({ text, previousHref, nextHref, children }: PageFootProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
      <p className="text-help text-ink-3 tabular-nums">{text}</p>
      {children}
      {(previousHref || nextHref) && (
        <nav aria-label="Pages" className="flex gap-2">
          <Step href={previousHref} label="Previous" />
          <Step href={nextHref} label="Next" />
        </nav>
      )}
    </div>
  );
}

function Step({ href, label }: { href: string | null; label: string }) {
  if (href) {
    return (
      <ButtonLink size="sm" href={href}>
        {label}
      </ButtonLink>
    );
  }
  return <span className={`${buttonClass({ size: "sm" })} border-line bg-sunk text-ink-3`}>{label}</span>;
}
