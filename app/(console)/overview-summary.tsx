import { CircleCheck, CircleMinus } from "lucide-react";
import { needsPerson } from "@/components/patterns/health-record";
import { Icon } from "@/components/ui/icon";
import type { Connection } from "@/lib/api/schemas/connection";

/** "Flowing on 5 of 7 connections, 1 stopped, 1 paused." */
export function OverviewSummary({ connections }: { connections: Connection[] }) {
  const on = connections.filter(connection => connection.enabled);
  const count = (...codes: string[]) => on.filter(connection => codes.includes(connection.status.code)).length;
  const flowing = count("connected", "throttled", "expires_soon");
  const stopped = count("needs_sign_in");
  const limited = count("limited");
  const rest = [stopped && `${stopped} stopped`, limited && `${limited} limited`].filter(Boolean).join(", ");
  const others = [
    count("paused") && `${count("paused")} paused`,
    connections.length - on.length && `${connections.length - on.length} off`,
  ].filter(Boolean);
  const isFine = on.length > 0 && !on.some(connection => needsPerson(connection.status.code));
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Icon of={isFine ? CircleCheck : CircleMinus} size={14} className={isFine ? "text-ok" : "text-warn"} />
      <span className="font-medium">
        {on.length === 0
          ? "Nothing is switched on"
          : `Flowing on ${flowing} of ${on.length} ${on.length === 1 ? "connection" : "connections"}`}
      </span>
      {rest && <span className="text-warn">{rest}</span>}
      {others.length > 0 && <span className="text-ink-2">{others.join(", ")}</span>}
    </span>
  );
}
