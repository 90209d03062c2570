"use client";
import { ChevronRight } from "lucide-react";
import { cx } from "../ui/cx";
import { Icon } from "../ui/icon";
import { eventLook, splitSentence } from "./event-look";
import { formatDuration } from "./format-time";
import { type EventRow, groupEvents, type TimelineEvent } from "./group-events";
import { ClockTime } from "./time";
import { useNow, useZone } from "./time-context";

export interface TimelineProps {
  events: TimelineEvent[];
  selectedId?: string | null;
  /** Rows open the side sheet; without it they are plain. */
  onSelect?: (id: string) => void;
  merchantZone?: string;
  /** Everything of one kind that one run did is one row. */
  foldRuns?: boolean;
}

/** What happened, newest first: time, icon on a line, a title and a sentence, how long it took. */
export function Timeline({ events, selectedId, onSelect, merchantZone, foldRuns }: TimelineProps) {
  const zone = useZone();
  const now = useNow();
  return (
    <div className="border-line border-t">
      {groupEvents(events, { zone, now, foldRuns }).map(day => (
        <div key={day.label}>
          <h3 className="pt-3 pb-1.5 font-normal text-help text-ink-3">{day.label}</h3>
          <ol>
            {day.rows.map((row, index) => (
              <Row
                key={row.event.id}
                row={row}
                isLast={index === day.rows.length - 1}
                isSelected={row.event.id === selectedId}
                merchantZone={merchantZone}
                foldRuns={foldRuns}
                onSelect={onSelect}
              />
            ))}
          </ol>
        </div>
      ))}
    </div>
  );
}

interface RowProps extends Pick<TimelineProps, "onSelect" | "merchantZone" | "foldRuns"> {
  row: EventRow;
  isLast: boolean;
  isSelected: boolean;
}

function Row({ row: { event, times }, isLast, isSelected, merchantZone, foldRuns, onSelect }: RowProps) {
  const look = eventLook(event);
  const { title, rest } = splitSentence(event.text);
  const words = (
    <>
      <strong className="font-semibold">{title}</strong>
      {rest && ` ${rest}`}
      {event.actorKind === "user" && event.actorName && <span className="text-ink-3"> by {event.actorName}</span>}
      {times > 1 && <span className="text-ink-3">{foldRuns ? ` and ${times - 1} more like it` : ` ${times} times`}</span>}
    </>
  );
  return (
    <li
      className={cx(
        "relative grid min-h-[34px] grid-cols-[64px_22px_minmax(0,1fr)_auto] items-start gap-x-2 py-[7px] max-md:grid-cols-[58px_18px_minmax(0,1fr)]",
        isSelected && "-mx-3 border-accent border-r-2 bg-accent-soft px-3",
        onSelect && !isSelected && "hover:-mx-3 hover:bg-hover hover:px-3",
      )}
    >
      <ClockTime at={event.at} seconds merchantZone={merchantZone} className="text-help text-ink-3 leading-5" />
      <span className="relative flex h-5 items-center justify-center">
        <Icon of={look.icon} size={15} className={look.tone} />
        {!isLast && <span aria-hidden="true" className="absolute top-[22px] h-2.5 w-px bg-line-2" />}
      </span>
      {onSelect ? (
        <button
          type="button"
          data-event={event.id}
          aria-pressed={isSelected}
          onClick={() => onSelect(event.id)}
          className="min-w-0 break-words text-left text-ink-2 outline-offset-0 after:absolute after:inset-0 after:content-[''] [&>strong]:text-ink"
        >
          {words}
        </button>
      ) : (
        <p className="min-w-0 break-words text-ink-2 [&>strong]:text-ink">{words}</p>
      )}
      <span className="flex h-5 items-center gap-2 whitespace-nowrap text-help text-ink-3 tabular-nums max-md:hidden">
        {event.durationMs !== null && formatDuration(event.durationMs)}
        {onSelect && <Icon of={ChevronRight} size={14} />}
      </span>
    </li>
  );
}
