"use client";
import type { ReactNode } from "react";
import { formatNumber } from "../patterns/format-number";
import { Age, Time } from "../patterns/time";
import { cx } from "../ui/cx";

/** What stands in a pier: how much, and how old the oldest is. */
export interface Stock {
  count: number;
  label: string;
  oldestSince?: string | null;
  /** When it goes on by itself. */
  nextAt?: string | null;
  tone?: "warn" | "bad";
  href?: string;
}

/** What crossed a deck since midnight. */
export interface Deck {
  count: number;
  label: string;
  lastAt: string | null;
  nextAt: string | null;
  /** A run is under way right now. */
  isMoving: boolean;
  note?: ReactNode;
}

export interface FlowFigures {
  stores: { working: number; all: number };
  warehouses: { working: number; all: number };
  /** Upper row: orders in. Lower row: tracking out. */
  upper: { erp: Stock[]; import: Deck; dock: Stock[]; forward: Deck; warehouse: Stock[] };
  lower: { erp: Stock[]; writeBack: Deck; dock: Stock[]; collect: Deck; warehouse: Stock[] };
}

/** The bridge: systems are piers, what moves between them are decks. Big numbers stand on the deck, small ones in the pier. */
export function FlowPicture({ figures }: { figures: FlowFigures }) {
  const { upper, lower, stores, warehouses } = figures;
  return (
    <section aria-label="Flow since midnight" className="grid border-line border-y md:grid-cols-[1.05fr_1.2fr_1.5fr_1.2fr_1.05fr]">
      <Head title="Acumatica" note={`${stores.working} of ${stores.all} ${stores.all === 1 ? "store" : "stores"}`} pier="left" />
      <Head title="Import, write back" />
      <Head title="Dockbridge" pier="middle" />
      <Head title="Forward, collect" />
      <Head title="Warehouses" note={`${warehouses.working} of ${warehouses.all}`} pier="right" />
      <Pier title="Acumatica" side="left" stock={upper.erp} />
      <DeckCell deck={upper.import} direction="forward" />
      <Pier title="Dockbridge" side="middle" stock={upper.dock} />
      <DeckCell deck={upper.forward} direction="forward" />
      <Pier title="Warehouses" side="right" stock={upper.warehouse} />
      <Pier title="Acumatica" side="left" stock={lower.erp} lower />
      <DeckCell deck={lower.writeBack} direction="back" lower />
      <Pier title="Dockbridge" side="middle" stock={lower.dock} lower />
      <DeckCell deck={lower.collect} direction="back" lower />
      <Pier title="Warehouses" side="right" stock={lower.warehouse} lower />
    </section>
  );
}

/** Hairlines stand between systems, not at the edges of the picture. */
const edge = { left: "md:border-r", middle: "md:border-x", right: "md:border-l" };

function Head({ title, note, pier }: { title: string; note?: string; pier?: keyof typeof edge }) {
  return (
    <div
      className={cx(
        "flex h-11 items-center justify-between gap-2 border-line border-b px-4 max-md:hidden",
        pier ? cx("bg-sunk", edge[pier]) : "text-help text-ink-3",
      )}
    >
      <span className={pier ? "font-semibold" : undefined}>{title}</span>
      {note && <span className="text-help text-ink-3">{note}</span>}
    </div>
  );
}

function Pier({ title, side, stock, lower }: { title: string; side: keyof typeof edge; stock: Stock[]; lower?: boolean }) {
  return (
    <div className={cx("border-line bg-sunk px-4 py-3", edge[side], lower && "border-t", "max-md:border-t")}>
      <h3 className="mb-1 font-semibold md:hidden">{title}</h3>
      <ul className="grid gap-0.5">
        {stock.map(item => (
          <li key={item.label} className="grid min-h-6 grid-cols-[28px_minmax(0,1fr)_auto] items-baseline gap-x-2">
            <span
              className={cx(
                "text-right tabular-nums",
                item.count === 0 ? "text-ink-3" : "font-semibold",
                item.count > 0 && item.tone === "warn" && "text-warn",
                item.count > 0 && item.tone === "bad" && "text-bad",
              )}
            >
              {formatNumber(item.count)}
            </span>
            {item.href ? (
              <a href={item.href} className="text-ink-2 hover:underline">
                {item.label}
              </a>
            ) : (
              <span className="text-ink-2">{item.label}</span>
            )}
            <span className="text-help text-ink-3">
              {item.count > 0 && (item.nextAt ? <Time at={item.nextAt} /> : item.oldestSince && <Age since={item.oldestSince} />)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function DeckCell({ deck, direction, lower }: { deck: Deck; direction: "forward" | "back"; lower?: boolean }) {
  return (
    <div className={cx("border-line px-0 py-3 max-md:border-t max-md:pl-4", lower && "border-t")}>
      <p className="flex items-baseline gap-2 px-4">
        <span className="text-figure tabular-nums">{formatNumber(deck.count)}</span> <span className="text-ink-2">{deck.label}</span>
      </p>
      <DeckLine direction={direction} isMoving={deck.isMoving} />
      <div className="px-4 text-help text-ink-3">
        <p>
          {deck.lastAt ? (
            <>
              Last <Time at={deck.lastAt} />
            </>
          ) : (
            "Nothing yet"
          )}
          {deck.nextAt && (
            <>
              , next <Time at={deck.nextAt} />
            </>
          )}
        </p>
        {deck.note}
      </div>
    </div>
  );
}

/** 2 px and an arrow; squares travel while a run is under way. */
function DeckLine({ direction, isMoving }: { direction: "forward" | "back"; isMoving: boolean }) {
  const isForward = direction === "forward";
  return (
    <div aria-hidden="true" className="relative my-1 h-2.5 max-md:mx-4">
      <div className="absolute inset-x-0 top-1 h-0.5 bg-accent" />
      <div
        className={cx(
          "absolute top-0 border-y-[5px] border-y-transparent",
          isForward ? "right-0 border-l-[8px] border-l-accent" : "left-0 border-r-[8px] border-r-accent",
        )}
      />
      {isMoving &&
        [0, 1].map(square => (
          <div
            key={square}
            style={{ animationDelay: `${square * -1}s` }}
            className={cx(
              "absolute top-[1px] size-2 border border-surface bg-accent",
              isForward ? "animate-[deck-forward_2s_linear_infinite]" : "animate-[deck-back_2s_linear_infinite]",
            )}
          />
        ))}
    </div>
  );
}
