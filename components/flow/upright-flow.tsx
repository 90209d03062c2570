"use client";
import { formatNumber } from "../patterns/format-number";
import { cx } from "../ui/cx";
import { DeckTimes } from "./deck-times";
import type { Deck, FlowFigures, Stock } from "./flow-figures";
import { StockList } from "./stock-list";

/** The bridge on a phone: three piers stacked, decks as vertical lines with the same numbers. */
export function UprightFlow({ figures: { upper, lower } }: { figures: FlowFigures }) {
  return (
    <div className="border-line border-y md:hidden">
      <Pier title="Acumatica" stock={[...upper.erp, ...lower.erp]} />
      <Decks down={upper.import} up={lower.writeBack} />
      <Pier title="Dockbridge" stock={[...upper.dock, ...lower.dock]} />
      <Decks down={upper.forward} up={lower.collect} />
      <Pier title="Warehouses" stock={[...upper.warehouse, ...lower.warehouse]} />
    </div>
  );
}

function Pier({ title, stock }: { title: string; stock: Stock[] }) {
  return (
    <div className="bg-sunk px-4 py-3">
      <h2 className="mb-1 font-semibold">{title}</h2>
      <StockList stock={stock} />
    </div>
  );
}

function Decks({ down, up }: { down: Deck; up: Deck }) {
  return (
    <div className="grid grid-cols-2 border-line border-y">
      <UprightDeck deck={down} direction="down" />
      <UprightDeck deck={up} direction="up" />
    </div>
  );
}

function UprightDeck({ deck, direction }: { deck: Deck; direction: "down" | "up" }) {
  const arrow = direction === "down" ? "bottom-0 border-t-[8px] border-t-accent" : "top-0 border-b-[8px] border-b-accent";
  return (
    <div className="grid grid-cols-[10px_minmax(0,1fr)] gap-x-3 px-4">
      <div aria-hidden="true" className="relative">
        <div className="absolute inset-y-0 left-1 w-0.5 bg-accent" />
        <div className={cx("absolute left-0 border-x-[5px] border-x-transparent", arrow)} />
      </div>
      <div className="py-3">
        <p className="text-figure tabular-nums">{formatNumber(deck.count)}</p>
        <p className="text-ink-2">{deck.label}</p>
        <div className="text-help text-ink-3">
          <DeckTimes deck={deck} />
        </div>
      </div>
    </div>
  );
}
