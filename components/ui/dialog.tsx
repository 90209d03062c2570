"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** The consequence, in one or two sentences. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the one that acts last. */
  actions?: ReactNode;
}

/** Stops the page for one decision. Never for news: those stay in place. */
export function Dialog({ open, onOpenChange, title, description, children, actions }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-150 data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
        <Base.Popup className="-translate-x-1/2 fixed top-[18dvh] left-1/2 z-50 max-h-[76dvh] w-[min(480px,calc(100vw-32px))] overflow-y-auto rounded-ctl border border-line-2 bg-raised p-5 shadow-float transition duration-150 ease-out data-[ending-style]:opacity-0 data-[starting-style]:translate-y-2 data-[starting-style]:opacity-0">
          <Base.Title className="text-section">{title}</Base.Title>
          {description && <Base.Description className="mt-1.5 text-ink-2">{description}</Base.Description>}
          {children && <div className="mt-4">{children}</div>}
          {actions && <div className="mt-5 flex flex-wrap justify-end gap-2">{actions}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
