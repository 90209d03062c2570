import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon } from "./icon";

export interface FieldProps {
  id: string;
  label: string;
  optional?: boolean;
  /** Help with an example, under the control; beside it for short values. */
  help?: ReactNode;
  error?: ReactNode;
  /** A live check: what the typed value will do, or a doubt with its repair. */
  check?: ReactNode;
  short?: boolean;
  children: ReactNode;
}

/** The ids a control names in `aria-describedby`, in the order they are read. */
export function describedBy(id: string, has: { help?: boolean; error?: boolean; check?: boolean }): string | undefined {
  const ids = [has.error && `${id}-error`, has.check && `${id}-check`, has.help && `${id}-help`].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

/** Label left, control right; on a phone the label stands above. Order under the control: error, live check, help. */
export function Field({ id, label, optional, help, error, check, short, children }: FieldProps) {
  return (
    <div className="grid gap-x-5 gap-y-1.5 md:grid-cols-[172px_minmax(0,508px)]">
      <div className="md:pt-1.5">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {optional && <div className="text-help text-ink-3">optional</div>}
      </div>
      <div className={cx(short && "md:grid md:grid-cols-[184px_1fr] md:items-start md:gap-x-4")}>
        {children}
        <div className={cx(short ? "max-md:mt-1 md:py-0.5" : "mt-1", "grid gap-1")}>
          {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
          {check && (
            <div id={`${id}-check`} className="text-help" aria-live="polite">
              {check}
            </div>
          )}
          {help && (
            <p id={`${id}-help`} className="text-help text-ink-3">
              {help}
            </p>
          )}
        </div>
      </div>
    </div>
  );
}

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="flex gap-1.5 text-help text-bad">
      <Icon of={TriangleAlert} size={14} className="mt-px shrink-0" />
      <span>{children}</span>
    </p>
  );
}

/** A heading with one line of advice over a group of fields. */
export function FieldGroup({ title, advice, children }: { title: string; advice?: string; children: ReactNode }) {
  return (
    <fieldset className="border-line border-t pt-5">
      <legend className="float-left mb-4 flex flex-wrap items-baseline gap-x-3">
        <span className="text-section">{title}</span>
        {advice && <span className="font-normal text-help text-ink-3">{advice}</span>}
      </legend>
      <div className="clear-both grid gap-4">{children}</div>
    </fieldset>
  );
}
