import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger" | "danger-fill";
export type ButtonSize = "md" | "sm";

interface Look {
  /** At most one `primary` per view; `danger-fill` stands only in the dialog that confirms. */
  kind?: ButtonKind;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Only the icon is seen; `aria-label` says the rest. */
  square?: boolean;
}

const kinds: Record<ButtonKind, string> = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-2",
  secondary: "border-line-2 bg-surface text-ink hover:bg-hover",
  quiet: "border-transparent bg-transparent text-ink-2 hover:bg-hover hover:text-ink",
  danger: "border-line-2 bg-surface text-bad hover:border-bad-line hover:bg-bad-soft",
  "danger-fill": "border-transparent bg-bad text-surface hover:opacity-90",
};

const sizes: Record<ButtonSize, string> = {
  md: "h-8 px-3 max-md:h-9 max-md:px-3.5 [&_svg]:size-4",
  sm: "h-[26px] px-2 max-md:h-9 max-md:px-3.5 [&_svg]:size-3.5",
};

/** Classes of a button, for the rare element that is neither `Button` nor `ButtonLink`. */
export function buttonClass({ kind = "secondary", size = "md", square }: Omit<Look, "icon">): string {
  return cx(
    "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-ctl border text-body font-medium",
    "transition-colors duration-100 disabled:opacity-55 aria-disabled:opacity-55 aria-disabled:pointer-events-none [&_svg]:shrink-0",
    kinds[kind],
    sizes[size],
    square && (size === "md" ? "w-8 px-0 max-md:w-9 max-md:px-0" : "w-[26px] px-0 max-md:w-9 max-md:px-0"),
  );
}

export function Button({ kind, size, icon, square, className, children, type = "button", ...rest }: ComponentProps<"button"> & Look) {
  return (
    <button type={type} className={cx(buttonClass({ kind, size, square }), className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function ButtonLink({ kind, size, icon, square, className, children, ...rest }: ComponentProps<typeof Link> & Look) {
  return (
    <Link className={cx(buttonClass({ kind, size, square }), className)} {...rest}>
      {icon}
      {children}
    </Link>
  );
}
