"use client";
import { Check, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Controller, type FieldPath, useFormContext } from "react-hook-form";
import { cx } from "../ui/cx";
import { describedBy, Field } from "../ui/field";
import { Icon } from "../ui/icon";
import { Input, Select } from "../ui/input";
import { Switch } from "../ui/switch";
import type { LiveCheck } from "./live-checks";
import type { NewConnectionValues } from "./new-connection-values";

export type FieldName = FieldPath<NewConnectionValues>;

interface TextProps {
  name: FieldName;
  label: string;
  help?: ReactNode;
  optional?: boolean;
  short?: boolean;
  code?: boolean;
  /** Dots instead of letters, and never offered by the browser. */
  secret?: boolean;
  number?: boolean;
  check?: LiveCheck | null;
  placeholder?: string;
  autoComplete?: string;
}

/** One typed value with its label, help, live check and error. */
export function TextField({
  name,
  label,
  help,
  optional,
  short,
  code,
  secret,
  number,
  check,
  placeholder,
  autoComplete = "off",
}: TextProps) {
  const { register, formState, setValue } = useFormContext<NewConnectionValues>();
  const error = formState.errors[name]?.message;
  return (
    <Field
      id={name}
      label={label}
      optional={optional}
      short={short}
      help={help}
      error={error}
      check={
        check &&
        !error && <CheckLine check={check} onRepair={value => setValue(name, value, { shouldDirty: true, shouldValidate: true })} />
      }
    >
      <Input
        id={name}
        type={secret ? "password" : number ? "number" : "text"}
        inputMode={number ? "numeric" : undefined}
        code={code}
        placeholder={placeholder}
        autoComplete={secret ? "new-password" : autoComplete}
        autoCapitalize="off"
        spellCheck={false}
        aria-required={!optional}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(name, { help: Boolean(help), error: Boolean(error), check: Boolean(check && !error) })}
        {...register(name, { valueAsNumber: number })}
      />
    </Field>
  );
}

function CheckLine({ check, onRepair }: { check: LiveCheck; onRepair: (value: string) => void }) {
  const { repair } = check;
  return (
    <span className={cx("flex gap-1.5", check.tone === "warn" ? "text-warn" : "text-ink-2")}>
      <Icon
        of={check.tone === "warn" ? TriangleAlert : Check}
        size={14}
        className={cx("mt-px shrink-0", check.tone === "ok" && "text-ok")}
      />
      <span>
        {check.text}{" "}
        {repair && (
          <button type="button" className="link-in-text" onClick={() => onRepair(repair.value)}>
            {repair.label}
          </button>
        )}
      </span>
    </span>
  );
}

export function ChoiceField({
  name,
  label,
  help,
  options,
  first,
}: {
  name: FieldName;
  label: string;
  help?: ReactNode;
  options: { id: string; name: string }[];
  first: string;
}) {
  const { register } = useFormContext<NewConnectionValues>();
  return (
    <Field id={name} label={label} help={help}>
      <Select id={name} aria-describedby={describedBy(name, { help: Boolean(help) })} {...register(name)}>
        <option value="">{first}</option>
        {options.map(option => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** On and off in words beside the switch, then what it changes. */
export function SwitchField({ name, label, help, tag }: { name: FieldName; label: string; help: ReactNode; tag?: ReactNode }) {
  const { control } = useFormContext<NewConnectionValues>();
  return (
    <div className="grid gap-x-5 gap-y-1.5 md:grid-cols-[172px_minmax(0,508px)]">
      <div>
        <span className="font-medium">{label}</span>
        {tag && <div>{tag}</div>}
      </div>
      <div className="flex items-start gap-2.5">
        <Controller
          control={control}
          name={name}
          render={({ field }) => (
            <>
              <Switch label={label} checked={field.value === true} onChange={field.onChange} describedBy={`${name}-help`} />
              <span aria-hidden="true" className="w-6 font-medium">
                {field.value === true ? "On" : "Off"}
              </span>
            </>
          )}
        />
        <p id={`${name}-help`} className="pt-0.5 text-help text-ink-3">
          {help}
        </p>
      </div>
    </div>
  );
}
