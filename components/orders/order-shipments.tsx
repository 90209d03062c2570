"use client";
import { Ban, Package } from "lucide-react";
import type { Order } from "@/lib/api/schemas/order";
import { Code } from "../patterns/code";
import { CopyButton } from "../patterns/copy-button";
import { formatNumber, plural } from "../patterns/format-number";
import { Section } from "../patterns/section";
import { Time } from "../patterns/time";
import { cx } from "../ui/cx";
import { Icon } from "../ui/icon";

type Shipment = Order["shipments"][number];

/** What the warehouse shipped, newest first, box by box; voided labels stay visible. */
export function OrderShipments({ order }: { order: Order }) {
  const shipments = [...order.shipments].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const voided = shipments.filter(shipment => shipment.voided).length;
  const note =
    shipments.length === 0 ? "None yet" : `${shipments.length - voided}${voided > 0 ? `, and ${plural(voided, "voided label")}` : ""}`;
  return (
    <Section title="Shipments" note={note}>
      <div className={shipments.length > 0 ? "border-line border-t" : undefined}>
        {shipments.map(shipment => (
          <ShipmentBlock key={shipment.id} shipment={shipment} order={order} />
        ))}
      </div>
    </Section>
  );
}

function ShipmentBlock({ shipment, order }: { shipment: Shipment; order: Order }) {
  const contents = shipment.lines.map(line => {
    const sku = order.lines.find(item => item.lineRef === line.lineRef)?.sku ?? line.lineRef;
    return { ...line, sku };
  });
  return (
    <div className="border-line border-b py-2.5 last:border-b-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <div>
          <span className={cx("font-medium", shipment.voided && "text-ink-3")}>{carrierWords(shipment)}</span>{" "}
          <span className="text-help text-ink-3">
            {shipment.kind === "return" ? "return label" : shipment.kind === "fulfilment" ? "shipped outside" : "label"}{" "}
            <Time at={shipment.createdAt} withZone />
          </span>
        </div>
        <Code className="text-ink-3">{shipment.externalId}</Code>
      </div>
      <ul>
        {shipment.packages.map((box, index) => (
          <li
            key={box.trackingNumber || index}
            className="grid min-h-[26px] grid-cols-[22px_52px_minmax(0,1fr)_auto_26px] items-center gap-x-2 max-md:grid-cols-[22px_minmax(0,1fr)_26px]"
          >
            <Icon of={shipment.voided ? Ban : Package} size={15} className="text-ink-3" />
            <span className={cx("max-md:hidden", shipment.voided && "text-ink-3")}>{shipment.voided ? "Voided" : `Box ${index + 1}`}</span>
            <span className="min-w-0 truncate text-ink-2 max-md:hidden">
              {shipment.voided ? <VoidedWhen shipment={shipment} /> : <Contents lines={index === 0 ? contents : []} box={box} />}
            </span>
            {box.trackingNumber ? (
              <Code className={cx("break-all", shipment.voided ? "text-ink-3 line-through" : "text-ink")}>{box.trackingNumber}</Code>
            ) : (
              <span className="text-ink-3">no tracking</span>
            )}
            {box.trackingNumber && !shipment.voided && <CopyButton bare label={`Copy ${box.trackingNumber}`} text={box.trackingNumber} />}
          </li>
        ))}
        {shipment.packages.length === 0 && (
          <li className="text-ink-2">
            <Contents lines={contents} box={null} />
          </li>
        )}
      </ul>
      <p className="truncate text-help text-ink-2 md:hidden">
        {shipment.voided ? <VoidedWhen shipment={shipment} /> : <Contents lines={contents} box={null} />}
      </p>
    </div>
  );
}

function VoidedWhen({ shipment }: { shipment: Shipment }) {
  return shipment.voidedAt ? <Time at={shipment.voidedAt} withZone /> : <>Voided at the warehouse</>;
}

function Contents({
  lines,
  box,
}: {
  lines: { lineRef: string; sku: string; quantity: number; reportedQuantity: number }[];
  box: Shipment["packages"][number] | null;
}) {
  // A further label of an unsplit order repeats all its items: the goods are counted once, and this is one more box of them.
  const isRepeat = lines.length > 0 && lines.every(line => line.quantity === 0 && line.reportedQuantity > 0);
  if (isRepeat) return <>One more box of the same goods{box?.weight ? `, ${formatNumber(box.weight)} ${unit(box.weightUnit)}` : null}</>;
  return (
    <>
      {lines.map((line, index) => (
        <span key={line.lineRef}>
          {index > 0 && ", "}
          {formatNumber(line.quantity)} × <Code>{line.sku}</Code>
          {line.reportedQuantity > line.quantity && (
            <span className="text-warn"> ({formatNumber(line.reportedQuantity)} reported, counted up to what was ordered)</span>
          )}
        </span>
      ))}
      {box?.weight ? `${lines.length > 0 ? ", " : ""}${formatNumber(box.weight)} ${unit(box.weightUnit)}` : null}
    </>
  );
}

const UNITS: Record<string, string> = { pounds: "lb", ounces: "oz", grams: "g", kilograms: "kg" };
const unit = (name: string | null) => (name ? (UNITS[name] ?? name) : "");

/** "ups_ground" of carrier "ups" reads "UPS Ground"; codes that we do not know stay as they are. */
export function carrierWords({ carrier, service }: { carrier: string | null; service: string | null }): string {
  const words = service ?? carrier;
  if (!words) return "Carrier not told";
  if (!/^[a-z0-9_]+$/.test(words)) return words;
  return words
    .split("_")
    .map(word =>
      /^(ups|usps|fedex|dhl)$/.test(word) ? word.toUpperCase().replace("FEDEX", "FedEx") : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(" ");
}
