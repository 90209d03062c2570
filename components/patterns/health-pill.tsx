"use client";
import type { Health } from "@/lib/api/schemas/common";
import { cx } from "../ui/cx";
import { Icon } from "../ui/icon";
import { Hint } from "../ui/tooltip";
import { formatShort, zoneName } from "./format-time";
import { HEALTH_LOOKS } from "./health-record";
import { useNow, useZone } from "./time-context";

/** Words of the status: "Throttled until 10:46 EST"; with `since`, "Limited since 09:31 EST". */
export function useHealthWords(status: Health, withSince = false): string {
  const zone = useZone();
  const now = useNow();
  const at = (iso: string) => `${formatShort(iso, { zone, now })} ${zoneName(iso, zone)}`;
  const look = HEALTH_LOOKS[status.code];
  if (status.code === "throttled" && status.until) return `${look.word} until ${at(status.until)}`;
  if (withSince && status.since) return `${look.word} since ${at(status.since)}`;
  return look.word;
}

/** The one look of health, everywhere. Without `flush` a filled pill is pulled left so that icons stay in line. */
export function HealthPill({ status, withSince, flush, inRow }: { status: Health; withSince?: boolean; flush?: boolean; inRow?: boolean }) {
  const look = HEALTH_LOOKS[status.code];
  const words = useHealthWords(status, withSince);
  const pill = look.shape === "pill";
  return (
    <Hint
      content={look.sentence}
      focusable={!inRow}
      className={cx(
        "inline-flex items-center gap-1.5 whitespace-nowrap rounded-tag",
        pill ? "h-[22px] bg-warn-soft pr-2 pl-1.5" : "",
        pill && !flush && "-ml-1.5",
      )}
    >
      <Icon of={look.icon} size={14} className={look.iconTone} />
      <span className={look.wordTone}>{words}</span>
    </Hint>
  );
}

/** Health with why and since when under it: the cell of a list. */
export function HealthCell({ status, note }: { status: Health; note?: string }) {
  const zone = useZone();
  const now = useNow();
  const text = note ?? (status.code === "connected" && status.since ? `Since ${formatShort(status.since, { zone, now })}` : status.message);
  return (
    <div className="min-w-0">
      <HealthPill status={status} inRow />
      {text && <div className="truncate pl-5 text-help text-ink-3">{text}</div>}
    </div>
  );
}
