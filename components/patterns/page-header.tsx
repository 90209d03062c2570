import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "../ui/icon";

export interface Crumb {
  href: string;
  label: string;
}

export interface PageHeaderProps {
  title: ReactNode;
  crumbs?: Crumb[];
  /** The last crumb: where we are, no link. */
  here?: string;
  /** Status and tags, on the title's line. */
  marks?: ReactNode;
  /** One sentence. */
  summary?: ReactNode;
  actions?: ReactNode;
}

/** Crumb, title with its marks, one sentence; actions right. */
export function PageHeader({ title, crumbs, here, marks, summary, actions }: PageHeaderProps) {
  return (
    <header className="gutter flex flex-wrap items-start justify-between gap-x-6 gap-y-3 pt-5 pb-4">
      <div className="min-w-0 max-w-full">
        {crumbs && (
          <nav aria-label="Breadcrumb" className="mb-0.5 flex items-center gap-1.5 text-help text-ink-3 max-md:hidden">
            {crumbs.map(crumb => (
              <span key={crumb.href} className="flex items-center gap-1.5">
                <Link href={crumb.href} className="hover:text-ink">
                  {crumb.label}
                </Link>
                {here && <Icon of={ChevronRight} size={12} />}
              </span>
            ))}
            {here && <span>{here}</span>}
          </nav>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <h1 className="text-title">{title}</h1>
          {marks}
        </div>
        {summary && <p className="mt-0.5 text-ink-2">{summary}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
