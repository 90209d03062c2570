import { ChevronDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";
import { Icon } from "./icon";

const box =
  "w-full rounded-ctl border border-field bg-surface text-input text-ink transition-colors duration-100 hover:border-ink-3 disabled:bg-sunk disabled:text-ink-3 aria-invalid:border-bad-mark";

interface InputLook {
  /** Stands inside the field, in front of the value: "https://", a search glass. */
  prefix?: ReactNode;
  /** For identifiers people compare or copy. */
  code?: boolean;
}

/** 32 high; 44 on a phone. The label comes from `Field`, or from `aria-label` where no words fit. */
export function Input({ className, code, prefix, ...rest }: Omit<ComponentProps<"input">, "prefix"> & InputLook) {
  const input = (
    <input
      className={cx(box, "h-8 px-2.5 max-md:h-11", code && "mono max-md:text-[16px]", prefix ? "rounded-l-none" : "", className)}
      {...rest}
    />
  );
  if (!prefix) return input;
  return (
    <div className="flex">
      <span className="flex items-center rounded-l-ctl border border-field border-r-0 bg-sunk px-2.5 text-ink-3">{prefix}</span>
      {input}
    </div>
  );
}

/** A search field with the glass inside. */
export function SearchInput({ className, icon, ...rest }: ComponentProps<"input"> & { icon: ReactNode }) {
  return (
    <div className={cx("relative", className)}>
      <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-ink-3">{icon}</span>
      <input type="search" className={cx(box, "h-8 pr-2.5 pl-9 max-md:h-11")} {...rest} />
    </div>
  );
}

/** The browser's own list: it is the best one on a phone and needs no script. */
export function Select({ className, children, code, ...rest }: ComponentProps<"select"> & { code?: boolean }) {
  return (
    <div className={cx("relative", className)}>
      <select className={cx(box, "h-8 appearance-none pr-8 pl-2.5 max-md:h-11", code && "mono max-md:text-[16px]")} {...rest}>
        {children}
      </select>
      <Icon of={ChevronDown} className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3" />
    </div>
  );
}
