"use client";
import { Play, Plus } from "lucide-react";
import { EmptyBridge } from "../flow/empty-bridge";
import { RefusalNote } from "../patterns/refusal-note";
import { type Action, useAct } from "../patterns/use-act";
import { Button, ButtonLink } from "../ui/button";
import { Icon } from "../ui/icon";

export interface NoConnectionsProps {
  canAdd: boolean;
  /** Null where this installation has no sandbox. */
  onTrySandbox: Action<Record<string, never>> | null;
}

const READY = [
  { name: "From Acumatica", text: "Instance URL, Client ID, Client Secret, and a username and password made for Dockbridge." },
  { name: "From ShipStation", text: "API key and secret from Settings → Account → API Settings." },
];

/** The first run: what a connection is, the two ways on, and what to have ready. */
export function NoConnections({ canAdd, onTrySandbox }: NoConnectionsProps) {
  return (
    <div className="gutter grid gap-x-16 gap-y-10 border-line border-t pt-14 pb-10 max-md:pt-8 lg:grid-cols-[minmax(0,560px)_minmax(0,1fr)]">
      <div>
        <h2 className="text-title">No connections yet</h2>
        <p className="mt-1 max-w-[500px] text-section font-normal leading-[22px] text-ink-2">
          A connection carries orders from one Acumatica store to one warehouse, and carrier, tracking and boxes back. It starts switched
          off: you check it, see what it would import, then switch it on.
        </p>
        {canAdd ? (
          <Ways onTrySandbox={onTrySandbox} />
        ) : (
          <p className="mt-4 text-ink-2">Your role may look, not set up. An owner or admin of this workspace adds the first one.</p>
        )}
        <h3 className="mt-8 mb-2 font-semibold">Have ready</h3>
        <dl className="border-line border-t">
          {READY.map(item => (
            <div key={item.name} className="grid gap-x-4 border-line border-b py-2.5 md:grid-cols-[150px_minmax(0,1fr)]">
              <dt className="font-medium">{item.name}</dt>
              <dd className="text-ink-2">{item.text}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="max-w-[560px] lg:justify-self-end">
        <EmptyBridge />
        {onTrySandbox && (
          <>
            <h3 className="mt-7 font-semibold">What the sandbox does</h3>
            <p className="mt-1 text-ink-2">
              Connects a simulated Acumatica and a simulated ShipStation that run beside Dockbridge. You play the warehouse: ship an order,
              split it, void a label. Nothing leaves this machine.
            </p>
          </>
        )}
      </div>
    </div>
  );
}

function Ways({ onTrySandbox }: Pick<NoConnectionsProps, "onTrySandbox">) {
  return (
    <>
      <div className="mt-5 flex flex-wrap gap-2">
        <ButtonLink kind="primary" href="/connections/new" icon={<Icon of={Plus} />}>
          Add connection
        </ButtonLink>
        {onTrySandbox && <TrySandbox onTry={onTrySandbox} />}
      </div>
      <p className="mt-3 text-help text-ink-3">
        About 5 minutes with credentials at hand{onTrySandbox ? ", 20 seconds with the sandbox" : ""}.
      </p>
    </>
  );
}

export function TrySandbox({ onTry }: { onTry: Action<Record<string, never>> }) {
  const act = useAct(onTry);
  return (
    <>
      <Button disabled={act.isPending} onClick={() => act.run({})} icon={<Icon of={Play} />}>
        {act.isPending ? "Connecting…" : "Try with the sandbox"}
      </Button>
      <RefusalNote refusal={act.refusal} className="w-full" />
    </>
  );
}
