"use client";
import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

interface TimeFrame {
  /** The viewer's zone, as the server knew it when it rendered. */
  zone: string;
  /** The server's instant of rendering: what "now" is until the page has come alive. */
  renderedAt: string;
}

const TimeContext = createContext<TimeFrame>({ zone: "UTC", renderedAt: new Date(0).toISOString() });

export function TimeProvider({ zone, renderedAt, children }: TimeFrame & { children: ReactNode }) {
  return <TimeContext.Provider value={{ zone, renderedAt }}>{children}</TimeContext.Provider>;
}

export function useZone(): string {
  return useContext(TimeContext).zone;
}

const TICK_MS = 10_000;

function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, TICK_MS);
  return () => clearInterval(timer);
}

/** Now, in steps of ten seconds; on the server and while hydrating, the instant of rendering. */
export function useNow(): Date {
  const { renderedAt } = useContext(TimeContext);
  const ms = useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / TICK_MS) * TICK_MS,
    () => Date.parse(renderedAt),
  );
  return new Date(ms);
}
