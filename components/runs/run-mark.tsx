import type { Run } from "@/lib/api/schemas/run";
import { cx } from "../ui/cx";
import { Icon } from "../ui/icon";
import { RUN_LOOKS } from "./run-record";

/** Icon and word; the ring turns only while it runs. */
export function RunMark({ status, quiet }: { status: Run["status"]; quiet?: boolean }) {
  const look = RUN_LOOKS[status];
  return (
    <span className="inline-flex items-center align-middle gap-1.5 whitespace-nowrap">
      <Icon
        of={look.icon}
        size={14}
        className={cx(quiet ? "text-ink-3" : look.tone, status === "running" && "animate-[ring_1s_linear_infinite]")}
      />
      <span className={status === "failed" && !quiet ? look.tone : undefined}>{look.word}</span>
    </span>
  );
}
