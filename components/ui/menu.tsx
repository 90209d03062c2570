"use client";
import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx";
import { Icon } from "./icon";

const item =
  "flex h-[30px] cursor-default select-none items-center gap-2 rounded-tag px-2 text-body outline-none data-[highlighted]:bg-hover data-[disabled]:opacity-55 max-md:h-11";

/** A list of actions behind one button. Not for choices of a form. */
export function Menu({
  trigger,
  children,
  align = "end",
  side = "bottom",
}: {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "end";
  side?: "top" | "bottom";
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={6} className="z-50 outline-none">
          <Base.Popup className="min-w-44 origin-(--transform-origin) rounded-ctl border border-line-2 bg-raised p-1 shadow-float outline-none transition duration-150 ease-out data-[ending-style]:opacity-0 data-[starting-style]:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({
  icon,
  children,
  onSelect,
  danger,
  disabled,
}: {
  icon?: ReactNode;
  children: ReactNode;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
}) {
  return (
    <Base.Item className={cx(item, danger && "text-bad")} onClick={onSelect} disabled={disabled}>
      {icon}
      {children}
    </Base.Item>
  );
}

export function MenuRadios<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <Base.RadioGroup value={value} onValueChange={next => onChange(next as T)} aria-label={label}>
      {options.map(option => (
        <Base.RadioItem key={option.value} value={option.value} className={item}>
          <span className="flex size-4 items-center justify-center">
            <Base.RadioItemIndicator>
              <Icon of={Check} size={14} />
            </Base.RadioItemIndicator>
          </span>
          {option.label}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuLine() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}

export function MenuNote({ children }: { children: ReactNode }) {
  return <div className="px-2 py-1 text-help text-ink-3">{children}</div>;
}
