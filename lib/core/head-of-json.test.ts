import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headOfJson } from "./head-of-json";

describe("the head of a long JSON text", () => {
  it("is cut after the last whole member and closed", () => {
    expect(headOfJson('[{"a":1,"b":[1,2,3]},{"a":2}]', 17)).toBe('[{"a":1,"b":[1,2]}]');
    expect(headOfJson('{"orders":[{"key":"x,]}"},{"key":"y"}]}', 30)).toBe('{"orders":[{"key":"x,]}"}]}');
  });

  it("is null when no member ends within it", () => {
    expect(headOfJson('["one long text that goes on"]', 12)).toBeNull();
  });

  it("can be read wherever it is cut, whatever the text holds", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(400), (text, charsMax) => {
        const head = headOfJson(text, charsMax);
        if (head !== null) JSON.parse(head);
      }),
    );
  });
});
