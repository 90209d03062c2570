"use client";
import { type ReactNode, useId, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Input } from "./input";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will be different afterwards, and what will not. */
  consequence: ReactNode;
  action: string;
  danger?: boolean;
  /** Deletions ask for the name, so that the wrong row can't be deleted by a slip. */
  typeToConfirm?: string;
  pending?: boolean;
  error?: string | null;
  onConfirm: () => void;
}

export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  consequence,
  action,
  danger,
  typeToConfirm,
  pending,
  error,
  onConfirm,
}: ConfirmDialogProps) {
  const [typed, setTyped] = useState("");
  const id = useId();
  const blocked = pending || (typeToConfirm !== undefined && typed.trim() !== typeToConfirm);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={consequence}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep as it is</Button>
          <Button kind={danger ? "danger-fill" : "primary"} disabled={blocked} onClick={onConfirm}>
            {pending ? "Working…" : action}
          </Button>
        </>
      }
    >
      {typeToConfirm !== undefined && (
        <div className="grid gap-1.5">
          <label htmlFor={id}>
            Type <strong>{typeToConfirm}</strong> to confirm
          </label>
          <Input id={id} value={typed} onChange={event => setTyped(event.target.value)} autoComplete="off" />
        </div>
      )}
      {error && (
        <p role="alert" className="mt-3 text-bad">
          {error}
        </p>
      )}
    </Dialog>
  );
}
