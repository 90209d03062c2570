"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Connection } from "@/lib/api/schemas/connection";
import type { Store } from "@/lib/api/schemas/store";
import { Code } from "../patterns/code";
import { formatNumber } from "../patterns/format-number";
import { formatDay } from "../patterns/format-time";
import { Meter } from "../patterns/meter";
import { Section } from "../patterns/section";
import { Age, Time } from "../patterns/time";
import { useNow } from "../patterns/time-context";
import { KeyValues } from "../ui/key-values";
import { systemName } from "./systems";

interface MeterFacts {
  limit: number;
  windowMs: number;
  used: number;
  openCalls: number;
}

export interface ConnectionSideProps {
  connection: Connection;
  store: Store;
  meters: { store: MeterFacts & { concurrentMax: number }; warehouse: MeterFacts } | null;
}

/** Small facts, when secrets end, and how much of the call budgets is used right now. */
export function ConnectionSide({ connection, store, meters }: ConnectionSideProps) {
  const { settings } = store;
  return (
    <aside
      aria-label="Facts"
      className="grid content-start gap-8 border-line px-[var(--gutter)] pt-6 pb-14 max-xl:border-t xl:border-l xl:px-6"
    >
      <KeyValues
        items={[
          { label: "Merchant", value: connection.merchantName },
          { label: "Store", value: <SideLink href={`/stores/${connection.storeId}`}>{connection.storeName}</SideLink> },
          {
            label: "Warehouse",
            value: (
              <>
                <SideLink href={`/warehouses/${connection.warehouseId}`}>{connection.warehouseName}</SideLink>,{" "}
                {systemName(connection.warehousePlatform)}
              </>
            ),
          },
          { label: "Mode", value: settings.importViaShipments ? "Shipments, updated in place" : "Sales orders, new Shipments" },
          { label: "Endpoint", value: <Code>{`${settings.endpointName}/${settings.endpointVersion}`}</Code> },
          {
            label: "Order prefix",
            value: connection.orderPrefix ? <Code>{connection.orderPrefix}</Code> : <span className="text-ink-3">none</span>,
          },
        ]}
      />
      <Section title="Expiry ledger">
        <ul className="border-line border-t">
          <Expiry name="Shared Secret" date={settings.secretExpiresOn} setAt={store.credentials.clientSecretSetAt} />
          <Changed name="Password" setAt={store.credentials.passwordSetAt} />
        </ul>
      </Section>
      {meters && <Budget connection={connection} meters={meters} />}
    </aside>
  );
}

function SideLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="link">
      {children}
    </Link>
  );
}

const DAY_MS = 86_400_000;

function Expiry({ name, date, setAt }: { name: string; date: string | null; setAt: string | null }) {
  const now = useNow();
  const days = date ? Math.ceil((Date.parse(`${date}T00:00:00Z`) - now.getTime()) / DAY_MS) : null;
  return (
    <Row
      name={name}
      value={
        days === null ? (
          <span className="text-ink-3">no date typed</span>
        ) : (
          <span className={days <= 30 ? "text-warn" : undefined}>{days <= 0 ? "past" : `${days} ${days === 1 ? "day" : "days"}`}</span>
        )
      }
      note={
        date ? (
          formatDay(`${date}T12:00:00Z`, { zone: "UTC", year: true, weekday: false })
        ) : (
          <>
            set <Time at={setAt} withZone />
          </>
        )
      }
    />
  );
}

function Changed({ name, setAt }: { name: string; setAt: string | null }) {
  return (
    <Row
      name={`${name} last set here`}
      value={
        setAt && (
          <span className="text-ink-2">
            <Age since={setAt} />
          </span>
        )
      }
      note={<Time at={setAt} withZone />}
    />
  );
}

function Row({ name, value, note }: { name: string; value: ReactNode; note: ReactNode }) {
  return (
    <li className="border-line border-b py-2">
      <div className="flex justify-between gap-3">
        <span>{name}</span>
        <span className="tabular-nums">{value}</span>
      </div>
      <div className="text-help text-ink-3">{note}</div>
    </li>
  );
}

function Budget({ connection, meters }: { connection: Connection; meters: NonNullable<ConnectionSideProps["meters"]> }) {
  const { store, warehouse } = meters;
  const words = (meter: MeterFacts) => `${formatNumber(meter.used)} of ${formatNumber(meter.limit)} in ${meter.windowMs / 1_000} s`;
  return (
    <Section title="API budget">
      <div className="border-line border-t">
        <Meter
          label={`${systemName(connection.storePlatform)} requests`}
          used={store.used}
          limit={store.limit}
          text={words(store)}
          tickAt={0.5}
          note={store.used > store.limit / 2 ? `Slowed beyond ${Math.floor(store.limit / 2)}. Tracking goes first.` : undefined}
        />
        <Meter label="Connections at once" used={store.openCalls} limit={store.concurrentMax} />
        <Meter
          label={`${systemName(connection.warehousePlatform)} requests`}
          used={warehouse.used}
          limit={warehouse.limit}
          text={words(warehouse)}
        />
      </div>
    </Section>
  );
}
