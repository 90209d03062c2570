"use client";
import { type ReactNode, startTransition, useActionState } from "react";
import { Button } from "../ui/button";
import { FieldError } from "../ui/field";
import { Input } from "../ui/input";

/** What the sign-in and welcome actions answer; a success leaves the page instead. */
export type AccountFormState = { message?: string; field?: string } | null | undefined;

export interface AccountField {
  name: string;
  label: string;
  type: "text" | "email" | "password";
  autoComplete: string;
  help?: string;
  minLength?: number;
}

export interface AccountFormProps {
  fields: AccountField[];
  submit: string;
  pending: string;
  action: (state: AccountFormState, data: FormData) => Promise<AccountFormState>;
  /** Kept with the form, e.g. where to go afterwards. */
  hidden?: Record<string, string>;
  foot?: ReactNode;
}

/** A short form that works before any script has arrived. */
export function AccountForm({ fields, submit, pending, action, hidden = {}, foot }: AccountFormProps) {
  const [state, run, isPending] = useActionState(action, null);
  return (
    <form
      action={run}
      className="grid gap-4"
      onSubmit={event => {
        // A form action empties the form when it ends; what was typed must survive a refusal. Without script the action does its work alone.
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        startTransition(() => run(data));
      }}
    >
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields.map(field => (
        <LabelledInput key={field.name} field={field} error={state?.field === field.name ? state.message : undefined} />
      ))}
      {state?.message && !fields.some(field => field.name === state.field) && (
        <p role="alert" className="text-bad">
          {state.message}
        </p>
      )}
      <div>
        <Button kind="primary" type="submit" disabled={isPending} className="max-md:h-11 max-md:w-full">
          {isPending ? pending : submit}
        </Button>
      </div>
      {foot}
    </form>
  );
}

function LabelledInput({ field, error }: { field: AccountField; error?: string }) {
  const described = [error && `${field.name}-error`, field.help && `${field.name}-help`].filter(Boolean).join(" ");
  return (
    <div className="grid gap-1">
      <label htmlFor={field.name} className="font-medium">
        {field.label}
      </label>
      <Input
        id={field.name}
        name={field.name}
        type={field.type}
        required
        minLength={field.minLength}
        autoComplete={field.autoComplete}
        autoCapitalize={field.type === "text" ? undefined : "off"}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
      />
      {error && <FieldError id={`${field.name}-error`}>{error}</FieldError>}
      {field.help && (
        <p id={`${field.name}-help`} className="text-help text-ink-3">
          {field.help}
        </p>
      )}
    </div>
  );
}
