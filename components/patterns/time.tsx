"use client";
import type { ReactNode } from "react";
import { Hint } from "../ui/tooltip";
import { formatAge, formatClock, formatExact, formatShort, zoneName } from "./format-time";
import { useNow, useZone } from "./time-context";

interface TimeProps {
  at: string | null | undefined;
  /** The merchant's zone, named on hover beside the local one and UTC. */
  merchantZone?: string;
  className?: string;
  /** In a long list: on hover only, the row's own page has it on focus too. */
  inRow?: boolean;
}

function Zones({ at, merchantZone }: { at: string; merchantZone?: string }) {
  const zone = useZone();
  const rows = [
    ["Here", formatExact(at, zone)],
    ["UTC", formatExact(at, "UTC")],
    ...(merchantZone && merchantZone !== zone ? [["Merchant", formatExact(at, merchantZone)]] : []),
  ];
  return (
    <span className="grid grid-cols-[auto_1fr] gap-x-3 tabular-nums">
      {rows.map(([label, text]) => (
        <span key={label} className="contents">
          <span className="text-ink-3">{label}</span>
          <span>{text}</span>
        </span>
      ))}
    </span>
  );
}

function Stamp({ at, merchantZone, className, inRow, children }: Omit<TimeProps, "at"> & { at: string; children: ReactNode }) {
  return (
    <Hint
      dateTime={at}
      focusable={!inRow}
      content={<Zones at={at} merchantZone={merchantZone} />}
      className={`whitespace-nowrap rounded-seg tabular-nums ${className ?? ""}`}
    >
      {children}
    </Hint>
  );
}

/** "10:41"; older ones with their day. The zone stands in the table's head, or in the text with `withZone`. A dash where nothing happened yet. */
export function Time({ at, seconds, withZone, ...rest }: TimeProps & { seconds?: boolean; withZone?: boolean }) {
  const zone = useZone();
  const now = useNow();
  if (!at) return <span className="text-ink-3">–</span>;
  return (
    <Stamp at={at} {...rest}>
      {formatShort(at, { zone, now, seconds })}
      {withZone && ` ${zoneName(at, zone)}`}
    </Stamp>
  );
}

/** The clock alone, under a heading that names the day. */
export function ClockTime({ at, seconds, ...rest }: TimeProps & { seconds?: boolean }) {
  const zone = useZone();
  if (!at) return <span className="text-ink-3">–</span>;
  return (
    <Stamp at={at} {...rest}>
      {formatClock(at, { zone, seconds })}
    </Stamp>
  );
}

/** "5 h 12 min": how long since. */
export function Age({ since, ...rest }: Omit<TimeProps, "at"> & { since: string | null | undefined }) {
  const now = useNow();
  if (!since) return <span className="text-ink-3">–</span>;
  return (
    <Stamp at={since} {...rest}>
      {formatAge(now.getTime() - Date.parse(since))}
    </Stamp>
  );
}

/** "EST": for a table's head. */
export function ZoneName() {
  const zone = useZone();
  const now = useNow();
  return <>{zoneName(now, zone)}</>;
}
