import { describe, expect, it } from "vitest";
import { counterWords } from "./counter-words";

describe("the counters of a run", () => {
  it("name what happened and leave out what did not", () => {
    expect(counterWords({ read: 5, imported: 4, changed: 1, skipped: 0 })).toBe("4 new, 1 changed");
  });

  it("say that nothing was new instead of nothing", () => {
    expect(counterWords({})).toBe("Nothing new");
    expect(counterWords({ read: 1200 })).toBe("1,200 read, nothing new");
  });
});
