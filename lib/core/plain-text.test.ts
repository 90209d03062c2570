import { describe, expect, it } from "vitest";
import { hasPlainTexts, isPlainText, toPlainText } from "./plain-text";

describe("text that a database can keep", () => {
  it.each<[unknown, boolean]>([
    ["Ada 🙂 ünïcode", true],
    ["a\u0000b", false],
    ["half \ud800", false],
    [{ name: "ok", list: ["ok", { deep: "a\u0000" }] }, false],
    [{ "key\u0000": 1 }, false],
    [{ name: "ok", none: null, absent: undefined, count: 0, list: [undefined, null, false, "ok"] }, true],
    [[undefined, "a\u0000"], false],
    [undefined, true],
    [null, true],
  ])("%j: %s", (value, isIt) => {
    expect(hasPlainTexts(value)).toBe(isIt);
  });

  it("is looked for at any depth without running out of stack", () => {
    let nested: unknown = "a\u0000";
    for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
    expect(hasPlainTexts(nested)).toBe(false);
  });

  it("is made from any other", () => {
    expect(isPlainText(toPlainText("a\u0000b \ud800"))).toBe(true);
  });
});
