"use client";
import { cx } from "../ui/cx";
import { Hint } from "../ui/tooltip";
import { Crossing } from "./crossing";
import { type CrossingFacts, ORDER_LOOKS, orderSegments, type Tone } from "./order-status-record";

export const TONE_TEXT: Record<Tone, string> = {
  plain: "text-ink",
  quiet: "text-ink-3",
  warn: "text-warn",
  bad: "text-bad",
  ok: "text-ok",
  info: "text-info",
};

/** Crossing and word; the reason follows after a comma where one is given and short. */
export function OrderStatusMark({ order, reason, inRow }: { order: CrossingFacts; reason?: string | null; inRow?: boolean }) {
  const look = ORDER_LOOKS[order.status];
  const long = reason && reason.length > 24;
  return (
    <Hint
      content={long ? `${reason} ${look.sentence}` : look.sentence}
      focusable={!inRow}
      className="inline-flex items-center gap-1.5 align-middle rounded-seg"
    >
      <Crossing segments={orderSegments(order)} />
      <span className={cx("whitespace-nowrap", TONE_TEXT[look.tone])}>
        {look.word}
        {reason && !long && `, ${lowerFirst(reason)}`}
      </span>
    </Hint>
  );
}

/** A sentence's first word loses its capital inside another sentence, unless it is a name in capitals (SKU) or a system's. */
function lowerFirst(text: string): string {
  if (/^([A-Z]{2}|Acumatica|ShipStation)/.test(text)) return text;
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
}
