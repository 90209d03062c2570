"use client";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

/** One polite region for the whole page. */
export function LiveRegion({ children }: { children: ReactNode }) {
  const [text, setText] = useState("");
  // The same sentence twice must be heard twice: a trailing no-break space makes it new.
  const announce = useCallback((next: string) => setText(now => (now === next ? `${next}\u00a0` : next)), []);
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      <div role="status" aria-live="polite" className="sr-only">
        {text}
      </div>
    </AnnounceContext.Provider>
  );
}

/** Says a sentence to screen readers, politely: "Import finished: 4 new orders". */
export function useAnnounce(): (text: string) => void {
  return useContext(AnnounceContext);
}
