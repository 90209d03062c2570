"use client";
import { formatNumber } from "../patterns/format-number";
import { cx } from "../ui/cx";
import { DeckTimes } from "./deck-times";
import type { Deck, FlowFigures, Stock } from "./flow-figures";
import { StockList } from "./stock-list";
import { UprightFlow } from "./upright-flow";

/** The bridge: systems are piers, what moves between them are decks. Big numbers stand on the deck, small ones in the pier. */
export function FlowPicture({ figures }: { figures: FlowFigures }) {
  const { upper, lower, stores, warehouses } = figures;
  return (
    <section aria-label="Flow since midnight">
      <UprightFlow figures={figures} />
      <div className="grid grid-cols-[1.05fr_1.2fr_1.5fr_1.2fr_1.05fr] border-line border-y max-md:hidden">
        <Head title="Acumatica" note={`${stores.working} of ${stores.all} ${stores.all === 1 ? "store" : "stores"}`} pier="left" />
        <Head title="Import, write back" />
        <Head title="Dockbridge" pier="middle" />
        <Head title="Forward, collect" />
        <Head title="Warehouses" note={`${warehouses.working} of ${warehouses.all}`} pier="right" />
        <Pier side="left" stock={upper.erp} />
        <DeckCell deck={upper.import} direction="forward" />
        <Pier side="middle" stock={upper.dock} />
        <DeckCell deck={upper.forward} direction="forward" />
        <Pier side="right" stock={upper.warehouse} />
        <Pier side="left" stock={lower.erp} lower />
        <DeckCell deck={lower.writeBack} direction="back" lower />
        <Pier side="middle" stock={lower.dock} lower />
        <DeckCell deck={lower.collect} direction="back" lower />
        <Pier side="right" stock={lower.warehouse} lower />
      </div>
    </section>
  );
}

/** Hairlines stand between systems, not at the edges of the picture. */
const edge = { left: "border-r", middle: "border-x", right: "border-l" };

function Head({ title, note, pier }: { title: string; note?: string; pier?: keyof typeof edge }) {
  return (
    <div
      className={cx(
        "flex h-11 items-center justify-between gap-2 border-line border-b px-4",
        pier ? cx("bg-sunk", edge[pier]) : "text-help text-ink-3",
      )}
    >
      <span className={pier ? "font-semibold" : undefined}>{title}</span>
      {note && <span className="whitespace-nowrap text-help text-ink-3">{note}</span>}
    </div>
  );
}

function Pier({ side, stock, lower }: { side: keyof typeof edge; stock: Stock[]; lower?: boolean }) {
  return (
    <div className={cx("border-line bg-sunk px-4 py-3", edge[side], lower && "border-t")}>
      <StockList stock={stock} />
    </div>
  );
}

function DeckCell({ deck, direction, lower }: { deck: Deck; direction: "forward" | "back"; lower?: boolean }) {
  return (
    <div className={cx("border-line py-3", lower && "border-t")}>
      <p className="flex items-baseline gap-2 px-4">
        <span className="text-figure tabular-nums">{formatNumber(deck.count)}</span> <span className="text-ink-2">{deck.label}</span>
      </p>
      <DeckLine direction={direction} isMoving={deck.isMoving} />
      <div className="px-4 text-help text-ink-3">
        <DeckTimes deck={deck} />
        {deck.note}
      </div>
    </div>
  );
}

/** 2 px and an arrow; squares travel while a run is under way. */
function DeckLine({ direction, isMoving }: { direction: "forward" | "back"; isMoving: boolean }) {
  const isForward = direction === "forward";
  const arrow = isForward ? "right-0 border-l-[8px] border-l-accent" : "left-0 border-r-[8px] border-r-accent";
  const travel = isForward ? "animate-[deck-forward_2s_linear_infinite]" : "animate-[deck-back_2s_linear_infinite]";
  return (
    <div aria-hidden="true" className="relative my-1 h-2.5">
      <div className="absolute inset-x-0 top-1 h-0.5 bg-accent" />
      <div className={cx("absolute top-0 border-y-[5px] border-y-transparent", arrow)} />
      {isMoving &&
        [0, 1].map(square => (
          <div
            key={square}
            style={{ animationDelay: `${square * -1}s` }}
            className={cx("absolute top-px size-2 border border-surface bg-accent", travel)}
          />
        ))}
    </div>
  );
}
