/** Repeatable randomness: the same seed gives the same orders. */
export interface Random {
  /** A whole number below `max`. */
  below(max: number): number;
  pick<T extends readonly [unknown, ...unknown[]]>(items: T): T[number];
  chance(share: number): boolean;
  guid(): string;
}

/** A small mixing generator over a 32-bit state. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const hex = () => next().toString(16).padStart(8, "0");
  const below = (max: number) => next() % max;
  return {
    below,
    pick: items => items[below(items.length)] ?? items[0],
    chance: share => next() / 0x1_0000_0000 < share,
    guid: () => {
      const [a, b, c, d] = [hex(), hex(), hex(), hex()];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
    },
  };
}
