"use client";
import { formatClock, zoneName } from "../patterns/format-time";
import { useNow, useZone } from "../patterns/time-context";

/** Local and UTC: every time on the screens is in the first, every log of another system in the second. */
export function Clocks() {
  const zone = useZone();
  const now = useNow();
  return (
    <div className="flex justify-between text-ink-3 tabular-nums">
      <span>
        {formatClock(now, { zone })} {zoneName(now, zone)}
      </span>
      {zone !== "UTC" && <span>{formatClock(now, { zone: "UTC" })} UTC</span>}
    </div>
  );
}
