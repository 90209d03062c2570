"use client";
import { useQueryClient } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import type { ChannelKind } from "@/lib/api/schemas/connection";
import { RefusalNote } from "../patterns/refusal-note";
import { type Action, useAct } from "../patterns/use-act";
import { CHANNEL_LOOKS } from "../runs/run-record";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { Menu, MenuItem } from "../ui/menu";

export type RequestRun = Action<{ connectionId: string; channel?: ChannelKind }>;

interface RunNowProps {
  connectionId: string;
  channels: ChannelKind[];
  onRun: RequestRun;
  disabled?: boolean;
}

function useRunNow(onRun: RequestRun) {
  const queries = useQueryClient();
  return useAct(onRun, { done: "Started", onDone: () => void queries.invalidateQueries({ queryKey: ["runs"] }) });
}

/** The page's one primary button: everything, or one direction. */
export function RunNowMenu({ connectionId, channels, onRun, disabled }: RunNowProps) {
  const act = useRunNow(onRun);
  return (
    <>
      <Menu
        trigger={
          <Button kind="primary" disabled={disabled || act.isPending}>
            {act.isPending ? "Starting…" : "Run now"}
            <Icon of={ChevronDown} size={14} />
          </Button>
        }
      >
        <MenuItem onSelect={() => act.run({ connectionId })}>Everything</MenuItem>
        {channels.map(channel => (
          <MenuItem
            key={channel}
            icon={<Icon of={CHANNEL_LOOKS[channel].icon} size={14} />}
            onSelect={() => act.run({ connectionId, channel })}
          >
            {CHANNEL_LOOKS[channel].name} only
          </MenuItem>
        ))}
      </Menu>
      <RefusalNote refusal={act.refusal} className="text-help" />
    </>
  );
}

/** One channel's own button, in its row. */
export function RunNowButton({ connectionId, channel, onRun, disabled }: Omit<RunNowProps, "channels"> & { channel: ChannelKind }) {
  const act = useRunNow(onRun);
  return (
    <>
      <Button size="sm" disabled={disabled || act.isPending} onClick={() => act.run({ connectionId, channel })}>
        {act.isPending ? "Starting…" : "Run now"}
        <span className="sr-only"> {CHANNEL_LOOKS[channel].name}</span>
      </Button>
      <RefusalNote refusal={act.refusal} className="text-help" />
    </>
  );
}
