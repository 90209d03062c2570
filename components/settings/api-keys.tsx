"use client";
import { Plus } from "lucide-react";
import { useId, useState } from "react";
import type { ApiKey } from "@/lib/api/schemas/api-key";
import { Code } from "../patterns/code";
import { CopyButton } from "../patterns/copy-button";
import { type Column, DataTable } from "../patterns/data-table";
import { RefusalNote } from "../patterns/refusal-note";
import { Section } from "../patterns/section";
import { Age, Time } from "../patterns/time";
import { useNow } from "../patterns/time-context";
import { type Action, useAct } from "../patterns/use-act";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icon";
import { Input, Select } from "../ui/input";

export type CreateApiKey = Action<{ name: string; access: "all" | "read"; days: 0 | 30 | 90 | 365 }, { secret: string }>;

export interface ApiKeysProps {
  keys: ApiKey[];
  onCreate: CreateApiKey;
  onRevoke: Action<{ id: string }>;
}

/** Keys for programs. A key is seen once, when it is made. */
export function ApiKeys({ keys, onCreate, onRevoke }: ApiKeysProps) {
  const columns: Column<ApiKey>[] = [
    { key: "name", head: "Name", cell: key => <span className="font-medium">{key.name}</span> },
    { key: "prefix", head: "Begins with", cell: key => <Code className="text-ink-2">{key.prefix}…</Code> },
    { key: "scopes", head: "May", cell: key => scopeWords(key.scopes) },
    { key: "used", head: "Last used", cell: key => <Age since={key.lastUsedAt} /> },
    { key: "ends", head: "Ends", cell: key => <Ends apiKey={key} /> },
    { key: "revoke", head: "", headLabel: "Revoke", align: "right", cell: key => <Revoke apiKey={key} onRevoke={onRevoke} /> },
  ];
  return (
    <Section title="API keys" note="For programs that use the API" aside={<CreateKey onCreate={onCreate} />}>
      {keys.length > 0 ? (
        <DataTable
          caption="API keys"
          columns={columns}
          rows={keys}
          rowKey={key => key.id}
          phoneRow={key => (
            <div className="flex items-start justify-between gap-3">
              <div>
                <div className="font-medium">{key.name}</div>
                <div className="text-help text-ink-3">
                  <Code>{key.prefix}…</Code>, {scopeWords(key.scopes).toLowerCase()}, <Ends apiKey={key} />
                </div>
              </div>
              <Revoke apiKey={key} onRevoke={onRevoke} />
            </div>
          )}
        />
      ) : (
        <p className="border-line border-t py-3 text-ink-2">No keys yet. A program needs one to use the API; people don't.</p>
      )}
    </Section>
  );
}

function scopeWords(scopes: string[]): string {
  if (scopes.includes("all")) return "Read and change";
  if (scopes.includes("read")) return "Read only";
  return scopes.join(", ");
}

function Ends({ apiKey }: { apiKey: ApiKey }) {
  const now = useNow();
  if (apiKey.revokedAt)
    return (
      <span className="text-ink-3">
        revoked <Time at={apiKey.revokedAt} />
      </span>
    );
  if (!apiKey.expiresAt) return <span className="text-ink-3">never</span>;
  if (Date.parse(apiKey.expiresAt) < now.getTime())
    return (
      <span className="text-ink-3">
        ended <Time at={apiKey.expiresAt} />
      </span>
    );
  return <Time at={apiKey.expiresAt} />;
}

function Revoke({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: ApiKeysProps["onRevoke"] }) {
  const [isAsking, setAsking] = useState(false);
  const act = useAct(onRevoke, { done: "The key is revoked", onDone: () => setAsking(false) });
  if (apiKey.revokedAt) return null;
  return (
    <>
      <Button kind="danger" size="sm" onClick={() => setAsking(true)}>
        Revoke<span className="sr-only"> {apiKey.name}</span>
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Revoke ${apiKey.name}?`}
        consequence="Programs that use it are refused from their next request on. This can't be undone; make a new key instead."
        action="Revoke the key"
        danger
        pending={act.isPending}
        error={act.refusal?.message}
        onConfirm={() => act.run({ id: apiKey.id })}
      />
    </>
  );
}

function CreateKey({ onCreate }: { onCreate: CreateApiKey }) {
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  function close() {
    setOpen(false);
    setSecret(null);
  }
  return (
    <>
      <Button size="sm" icon={<Icon of={Plus} size={14} />} onClick={() => setOpen(true)}>
        Make a key
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={open => !open && close()}
        title={secret ? "Copy the key now" : "Make an API key"}
        description={secret ? "It is shown this once. We keep only a fingerprint of it." : "It acts for this whole workspace, not for you."}
      >
        {secret ? <Secret secret={secret} onClose={close} /> : <CreateKeyForm onCreate={onCreate} onMade={setSecret} />}
      </Dialog>
    </>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <div className="grid gap-4">
      <Code className="break-all rounded-ctl border border-line bg-sunk px-2.5 py-2">{secret}</Code>
      <div className="flex justify-end gap-2">
        <CopyButton text={secret} label="Copy" size="md" />
        <Button kind="primary" onClick={onClose}>
          I have copied it
        </Button>
      </div>
    </div>
  );
}

const DAYS = [30, 90, 365, 0] as const;

function CreateKeyForm({ onCreate, onMade }: { onCreate: CreateApiKey; onMade: (secret: string) => void }) {
  const id = useId();
  const [name, setName] = useState("");
  const [access, setAccess] = useState<"all" | "read">("all");
  const [days, setDays] = useState<(typeof DAYS)[number]>(90);
  const act = useAct(onCreate, { done: "The key is made", onDone: data => data && onMade(data.secret) });
  return (
    <form
      className="grid gap-3"
      onSubmit={event => {
        event.preventDefault();
        act.run({ name, access, days });
      }}
    >
      <label htmlFor={`${id}-name`} className="grid gap-1">
        <span className="font-medium">Name</span>
        <Input
          id={`${id}-name`}
          required
          maxLength={120}
          value={name}
          onChange={event => setName(event.target.value)}
          placeholder="WMS integration"
        />
      </label>
      <label htmlFor={`${id}-access`} className="grid gap-1">
        <span className="font-medium">May</span>
        <Select id={`${id}-access`} value={access} onChange={event => setAccess(event.target.value === "read" ? "read" : "all")}>
          <option value="all">Read and change</option>
          <option value="read">Read only</option>
        </Select>
      </label>
      <label htmlFor={`${id}-days`} className="grid gap-1">
        <span className="font-medium">Ends</span>
        <Select id={`${id}-days`} value={days} onChange={event => setDays(DAYS.find(one => String(one) === event.target.value) ?? 90)}>
          {DAYS.map(one => (
            <option key={one} value={one}>
              {one === 0 ? "Never" : `After ${one} days`}
            </option>
          ))}
        </Select>
      </label>
      <RefusalNote refusal={act.refusal} />
      <div className="flex justify-end">
        <Button kind="primary" type="submit" disabled={act.isPending}>
          {act.isPending ? "Making…" : "Make the key"}
        </Button>
      </div>
    </form>
  );
}
