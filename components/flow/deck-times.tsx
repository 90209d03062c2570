"use client";
import { Time } from "../patterns/time";
import type { Deck } from "./flow-figures";

/** "Last 10:41, next 10:46". */
export function DeckTimes({ deck }: { deck: Deck }) {
  return (
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
  );
}
