"use client";
import { startTransition, useOptimistic, useState } from "react";
import { RefusalNote } from "../patterns/refusal-note";
import { type Action, useAct } from "../patterns/use-act";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { Switch } from "../ui/switch";

export type SetConnectionEnabled = Action<{ connectionId: string; enabled: boolean }>;

export interface ConnectionSwitchProps {
  connection: { id: string; name: string; enabled: boolean };
  onSet: SetConnectionEnabled;
  disabled?: boolean;
  /** "On" beside the switch. */
  withWord?: boolean;
}

/** Switching off asks first, because orders stop; switching on does not. */
export function ConnectionSwitch({ connection, onSet, disabled, withWord }: ConnectionSwitchProps) {
  const [isAsking, setAsking] = useState(false);
  const [shown, show] = useOptimistic(connection.enabled);
  const act = useAct(onSet, {
    done: `${connection.name} is ${connection.enabled ? "off" : "on"}`,
    onDone: () => setAsking(false),
  });
  function set(enabled: boolean) {
    startTransition(() => {
      if (enabled) show(true);
      act.run({ connectionId: connection.id, enabled });
    });
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Switch
        label={`${connection.name}, connection on`}
        checked={shown}
        disabled={disabled || act.isPending}
        onChange={checked => (checked ? set(true) : setAsking(true))}
      />
      {withWord && (
        <span aria-hidden="true" className="max-md:hidden">
          {shown ? "On" : "Off"}
        </span>
      )}
      {!isAsking && <RefusalNote refusal={act.refusal} className="text-help" />}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Switch ${connection.name} off?`}
        consequence="Nothing is imported, sent or written back until it is on again. Nothing is lost: it goes on from where it stopped."
        action="Switch off"
        pending={act.isPending}
        error={act.refusal?.message}
        onConfirm={() => set(false)}
      />
    </div>
  );
}
