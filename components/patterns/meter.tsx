import { cx } from "../ui/cx";
import { formatNumber } from "./format-number";

export interface MeterProps {
  label: string;
  used: number;
  limit: number;
  /** "52 of 60 in 60 s"; made from the numbers when absent. */
  text?: string;
  /** Where the vendor starts to slow calls, as a share. Acumatica: half. */
  tickAt?: number;
  note?: string;
}

/** 4 high; amber from 80 %, red when full. The number always stands beside it. */
export function Meter({ label, used, limit, text, tickAt, note }: MeterProps) {
  const share = limit > 0 ? Math.min(1, used / limit) : 0;
  const tone = share >= 1 ? "bad" : share >= 0.8 ? "warn" : "plain";
  return (
    <div className="border-line border-b py-2">
      <div className="flex items-baseline justify-between gap-3">
        <span>{label}</span>
        <span className={cx("tabular-nums", tone === "warn" && "text-warn", tone === "bad" && "text-bad")}>
          {text ?? `${formatNumber(used)} of ${formatNumber(limit)}`}
        </span>
      </div>
      <div className="relative my-1.5 h-1">
        <div className="absolute inset-0 rounded-meter bg-data-2" />
        <div
          className={cx("absolute inset-y-0 left-0 rounded-meter", { plain: "bg-ink-3", warn: "bg-warn-mark", bad: "bg-bad-mark" }[tone])}
          style={{ width: `${share * 100}%` }}
        />
        {tickAt !== undefined && <div className="-top-[3px] absolute h-2.5 w-px bg-ink-2" style={{ left: `${tickAt * 100}%` }} />}
      </div>
      {note && <p className="text-help text-ink-3">{note}</p>}
    </div>
  );
}
