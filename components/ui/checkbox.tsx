"use client";
import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";

export interface CheckboxProps {
  label: string;
  checked: boolean;
  /** Some, but not all, of what it stands for. */
  partly?: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

/** 14 px in a target of 24. */
export function Checkbox({ label, checked, partly, onChange, disabled }: CheckboxProps) {
  return (
    <Base.Root
      aria-label={label}
      checked={checked}
      indeterminate={partly}
      disabled={disabled}
      onCheckedChange={onChange}
      className="relative inline-flex size-3.5 items-center justify-center rounded-check border border-field bg-surface before:absolute before:-inset-[5px] before:content-[''] data-[checked]:border-accent data-[checked]:bg-accent data-[indeterminate]:border-accent data-[indeterminate]:bg-accent"
    >
      <Base.Indicator className="flex text-on-accent">
        {partly ? <Minus aria-hidden="true" size={12} strokeWidth={2} /> : <Check aria-hidden="true" size={12} strokeWidth={2} />}
      </Base.Indicator>
    </Base.Root>
  );
}
