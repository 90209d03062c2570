"use client";
import { parseAsString, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import type { Exchange } from "@/lib/api/schemas/exchange";
import type { OrderEvent } from "@/lib/api/schemas/order";
import { KeyValues } from "../ui/key-values";
import { Bar } from "../ui/skeleton";
import { splitSentence } from "./event-look";
import { ExchangeView } from "./exchange-view";
import { formatDay, formatDuration, formatExact } from "./format-time";
import { newestFirst } from "./group-events";
import { SideSheet } from "./side-sheet";
import { useZone } from "./time-context";
import { Timeline, type TimelineProps } from "./timeline";

/** What the server found for the event that the address names. `gone`: older than 30 days. */
export type FoundExchange = { eventId: string; exchange: Exchange | "gone" } | null;

const KEEP_MS = 30 * 86_400_000;

/** Which event is open stands in the address (`?event=`), so that a link or a reload shows it again. */
export function useOpenEvent() {
  return useQueryState("event", parseAsString.withOptions({ shallow: false, history: "replace", scroll: false }));
}

/** The whole page, which narrows for the sheet of the event that is open. */
export function EventSheetFrame({ events, found, children }: { events: OrderEvent[]; found: FoundExchange; children: ReactNode }) {
  const [openId, setOpenId] = useOpenEvent();
  const sorted = newestFirst(events);
  const at = sorted.findIndex(event => event.id === openId);
  const open = sorted[at];
  const stepTo = (index: number) => {
    const event = sorted[index];
    return event ? () => void setOpenId(event.id) : undefined;
  };
  return (
    <div className="flex items-start">
      <div className="min-w-0 flex-1">{children}</div>
      {open && (
        <EventSheet
          event={open}
          found={found}
          onClose={() => void setOpenId(null)}
          onUp={at > 0 ? stepTo(at - 1) : undefined}
          onDown={stepTo(at + 1)}
        />
      )}
    </div>
  );
}

/** The timeline inside such a page. */
export function EventTimeline(props: Omit<TimelineProps, "selectedId" | "onSelect">) {
  const [openId, setOpenId] = useOpenEvent();
  return <Timeline {...props} selectedId={openId} onSelect={id => void setOpenId(id === openId ? null : id)} />;
}

interface EventSheetProps {
  event: OrderEvent;
  found: FoundExchange;
  onClose: () => void;
  onUp?: () => void;
  onDown?: () => void;
}

function EventSheet({ event, found, onClose, onUp, onDown }: EventSheetProps) {
  const zone = useZone();
  const { title, rest } = splitSentence(event.text);
  const exchange = found?.eventId === event.id ? found.exchange : null;
  const kept =
    event.exchangeId && exchange !== "gone"
      ? `Kept until ${formatDay(new Date(Date.parse(event.at) + KEEP_MS), { zone, year: true, weekday: false })}. Secrets are removed before storing.`
      : null;
  return (
    <SideSheet
      title={title.replace(/\.$/, "")}
      subtitle={formatExact(event.at, zone)}
      onClose={onClose}
      onUp={onUp}
      onDown={onDown}
      foot={kept}
    >
      <div className="grid gap-4">
        {rest && <p className="text-ink-2">{rest}</p>}
        <KeyValues
          narrow
          items={[
            { label: "UTC", value: formatExact(event.at, "UTC") },
            { label: "By", value: event.actorName ?? "Dockbridge" },
            ...(event.durationMs === null ? [] : [{ label: "Took", value: formatDuration(event.durationMs) }]),
          ]}
        />
        {event.exchangeId && exchange === null && <Waiting />}
        {exchange === "gone" && <p className="text-ink-3">The request and its answer were kept for 30 days and are gone now.</p>}
        {exchange && exchange !== "gone" && <ExchangeView exchange={exchange} />}
        {!event.exchangeId && <p className="text-ink-3">No system was called for this step.</p>}
      </div>
    </SideSheet>
  );
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading the request" className="grid gap-2">
      <Bar className="w-24" />
      <Bar className="h-24" />
      <Bar className="h-40" />
    </div>
  );
}
