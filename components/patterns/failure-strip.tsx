import type { ReactNode } from "react";
import { cx } from "../ui/cx";

export interface FailureStripProps {
  tone?: "warn" | "bad" | "info";
  title: ReactNode;
  /** What still works, and that nothing was lost when that is true. */
  text?: ReactNode;
  who?: ReactNode;
  whoNote?: ReactNode;
  nextStep?: ReactNode;
  /** "We try again at 10:46 EST." */
  nextTry?: ReactNode;
  actions?: ReactNode;
}

const rules = { warn: "border-l-warn-mark", bad: "border-l-bad-mark", info: "border-l-info-mark" };

/** The last failure, in place: what happened and what still works, who acts, the next step, actions. Hairlines, a rule in the tone, no fill. */
export function FailureStrip({ tone = "warn", title, text, who, whoNote, nextStep, nextTry, actions }: FailureStripProps) {
  return (
    <section
      aria-label="Last failure"
      className={cx(
        "grid gap-x-8 gap-y-3 border-line border-y border-l-2 py-3 pl-4 md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,4fr)_auto]",
        rules[tone],
      )}
    >
      <div>
        <h2 className="font-semibold">{title}</h2>
        {text && <p className="text-ink-2">{text}</p>}
      </div>
      <div>
        {who && (
          <>
            <p className="text-help text-ink-3">Who acts</p>
            <p className="font-medium">{who}</p>
            {whoNote && <p className="text-help text-ink-3">{whoNote}</p>}
          </>
        )}
      </div>
      <div>
        {(nextStep || nextTry) && (
          <>
            <p className="text-help text-ink-3">Next step</p>
            {nextStep && <p>{nextStep}</p>}
            {nextTry && <p>{nextTry}</p>}
          </>
        )}
      </div>
      {actions && <div className="flex flex-wrap items-start gap-2 md:flex-col md:items-stretch">{actions}</div>}
    </section>
  );
}
