"use client";
import { Switch as Base } from "@base-ui/react/switch";
import { cx } from "./cx";

export interface SwitchProps {
  id?: string;
  /** Read aloud; the words beside the switch may be shorter. */
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  describedBy?: string;
}

/** On is petrol, off is grey; the thumb's place says it too. 30 × 18, on a phone 40 × 24. */
export function Switch({ id, label, checked, onChange, disabled, describedBy }: SwitchProps) {
  return (
    <Base.Root
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
      className={cx(
        "relative inline-flex h-[18px] w-[30px] shrink-0 items-center rounded-full p-[2px] transition-colors duration-150 max-md:h-6 max-md:w-10",
        "bg-ink-3 data-[checked]:bg-accent data-[disabled]:opacity-55",
        "before:absolute before:-inset-1 max-md:before:-inset-2.5 before:content-['']",
      )}
    >
      <Base.Thumb className="block size-3.5 rounded-full bg-surface transition-transform duration-150 data-[checked]:translate-x-3 max-md:size-5 max-md:data-[checked]:translate-x-4" />
    </Base.Root>
  );
}
