import type { ReactNode } from "react";
import { Mark } from "./mark";

/** A page outside the console: sign-in, welcome, errors. One column, left-aligned in a narrow measure. */
export function PlainPage({ title, summary, children }: { title: string; summary?: ReactNode; children?: ReactNode }) {
  return (
    <main className="mx-auto max-w-[440px] px-4 pt-[12dvh] pb-16">
      <div className="mb-8 flex items-center gap-2">
        <Mark />
        <span className="text-section">Dockbridge</span>
      </div>
      <h1 className="text-title">{title}</h1>
      {summary && <p className="mt-1 text-ink-2">{summary}</p>}
      {children && <div className="mt-6">{children}</div>}
    </main>
  );
}
