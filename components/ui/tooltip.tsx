"use client";
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactNode } from "react";

/** Every hint of a page shares one popup: a list of hundreds of times costs one tooltip. */
const hints = Base.createHandle<ReactNode>();

/** Stands once, in the shell. */
export function HintPopup() {
  return (
    <Base.Provider delay={250}>
      <Base.Root handle={hints}>
        {({ payload }) => (
          <Base.Portal>
            <Base.Positioner sideOffset={6} className="z-50">
              <Base.Popup className="max-w-80 rounded-ctl border border-line-2 bg-raised px-2.5 py-1.5 text-help text-ink shadow-float transition-opacity duration-100 data-[ending-style]:opacity-0 data-[starting-style]:opacity-0">
                {payload}
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        )}
      </Base.Root>
    </Base.Provider>
  );
}

interface HintProps {
  /** A plain sentence. It must not be needed to act: a finger has no hover. */
  content: ReactNode;
  children: ReactNode;
  className?: string;
  /** Set for an instant: the element becomes a `time`. */
  dateTime?: string;
  /** Off in long lists, where the same hint can be reached on the row's own page. */
  focusable?: boolean;
}

/** Words on hover and focus. */
export function Hint({ content, children, className, dateTime, focusable = true }: HintProps) {
  const props = { className, tabIndex: focusable ? 0 : undefined };
  return (
    <Base.Trigger
      handle={hints}
      payload={content}
      delay={250}
      render={dateTime ? <time dateTime={dateTime} {...props} /> : <span {...props} />}
    >
      {children}
    </Base.Trigger>
  );
}
