"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { useState } from "react";
import { LiveRegion } from "../patterns/live-region";
import { TimeProvider } from "../patterns/time-context";
import { HintPopup } from "../ui/tooltip";
import { CommandPalette } from "./command-palette";
import type { ShellProps } from "./shell-props";
import { Sidebar } from "./sidebar";
import { TopBar } from "./top-bar";
import { ZoneKeeper } from "./zone-keeper";

/** Sidebar, phone bar, and what every page may rely on: time, live data, announcements, hints, the palette. */
export function Shell(props: ShellProps) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 1_000, retry: 1 } } }));
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const openPalette = () => setPaletteOpen(true);
  return (
    <NuqsAdapter>
      <QueryClientProvider client={client}>
        <TimeProvider zone={props.zone} renderedAt={props.renderedAt}>
          <LiveRegion>
            <a
              href="#content"
              className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-ctl focus:bg-accent focus:px-3 focus:py-1.5 focus:text-on-accent"
            >
              Skip to the content
            </a>
            <Sidebar {...props} onSearch={openPalette} />
            <TopBar {...props} onSearch={openPalette} />
            <main id="content" tabIndex={-1} className="min-w-0 outline-none md:pl-[52px] xl:pl-52">
              {props.children}
            </main>
            <CommandPalette open={isPaletteOpen} onOpenChange={setPaletteOpen} />
            <HintPopup />
            <ZoneKeeper zone={props.zone} />
          </LiveRegion>
        </TimeProvider>
      </QueryClientProvider>
    </NuqsAdapter>
  );
}
