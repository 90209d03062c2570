"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { useMedia } from "../ui/use-media";

export interface SideSheetProps {
  title: string;
  /** Exact times. */
  subtitle?: ReactNode;
  onClose: () => void;
  /** The row above and below; absent at the ends. */
  onUp?: () => void;
  onDown?: () => void;
  children: ReactNode;
  /** One action, and how long this is kept. */
  foot?: ReactNode;
}

/**
 * The detail of one row beside its list. From 1280 it is docked: the page narrows and stays usable, arrow keys walk the rows.
 * Below that it lies over the page and takes the focus; on a phone it fills the screen.
 */
export function SideSheet(props: SideSheetProps) {
  const isDocked = useMedia("(min-width: 1280px)", true);
  return isDocked ? <Docked {...props} /> : <Overlaid {...props} />;
}

function Docked(props: SideSheetProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { onClose, onUp, onDown } = props;
  useEffect(() => {
    const opener = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.target instanceof Element && event.target.closest("input, textarea, select, [role=menu], [role=dialog]")) return;
      const act = { Escape: onClose, ArrowUp: onUp, ArrowDown: onDown }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onClose, onUp, onDown]);
  return (
    <aside aria-label={props.title} className="sticky top-0 flex h-dvh w-[484px] shrink-0 flex-col border-line border-l bg-surface">
      <SheetHead
        {...props}
        heading={
          <h2 ref={heading} tabIndex={-1} className="text-section outline-none">
            {props.title}
          </h2>
        }
      />
      <SheetBody {...props} />
    </aside>
  );
}

function Overlaid(props: SideSheetProps) {
  return (
    <Base.Root open onOpenChange={open => !open && props.onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Base.Popup className="fixed inset-y-0 right-0 z-50 flex w-full flex-col border-line-2 border-l bg-raised shadow-float transition duration-150 ease-out data-[starting-style]:translate-x-2 data-[starting-style]:opacity-0 md:w-[484px]">
          <SheetHead {...props} heading={<Base.Title className="text-section">{props.title}</Base.Title>} />
          <SheetBody {...props} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function SheetHead({ subtitle, onUp, onDown, onClose, heading }: SideSheetProps & { heading: ReactNode }) {
  return (
    <div className="flex items-start justify-between gap-3 px-5 pt-5 pb-3">
      <div className="min-w-0">
        {heading}
        {subtitle && <div className="text-help text-ink-3 tabular-nums">{subtitle}</div>}
      </div>
      <div className="flex shrink-0 gap-1">
        <Button kind="quiet" size="sm" square aria-label="The one above" disabled={!onUp} onClick={onUp} icon={<Icon of={ArrowUp} />} />
        <Button
          kind="quiet"
          size="sm"
          square
          aria-label="The one below"
          disabled={!onDown}
          onClick={onDown}
          icon={<Icon of={ArrowDown} />}
        />
        <Button kind="quiet" size="sm" square aria-label="Close" onClick={onClose} icon={<Icon of={X} />} />
      </div>
    </div>
  );
}

/** What scrolls must be reachable by keyboard. */
const scrollable = { tabIndex: 0 };

function SheetBody({ title, children, foot }: SideSheetProps) {
  return (
    <>
      <section
        aria-label={`${title}, details`}
        {...scrollable}
        className="min-h-0 flex-1 overflow-y-auto border-line border-t px-5 py-4 outline-offset-[-2px]"
      >
        {children}
      </section>
      {foot && <div className="flex items-center gap-4 border-line border-t px-5 py-3 text-help text-ink-3">{foot}</div>}
    </>
  );
}
