import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownPath } from "./own-path";

describe("where a sign-in leads", () => {
  it.each(["/", "/orders?view=all&q=SO%2F1", "/connections/1#runs"])("goes on to %s", path => {
    expect(ownPath(path)).toBe(path);
  });

  it.each([
    "",
    "orders",
    "https://evil.test/",
    "//evil.test",
    "///evil.test",
    "/\\evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "/\u0000/evil.test",
    "/.//evil.test",
    "/..//evil.test",
    "/orders/..//evil.test",
    "/%2e//evil.test",
    "javascript:alert(1)",
    "@evil.test",
    "/\u2028/evil.test",
  ])("%j leads home", path => {
    expect(ownPath(path)).toBe("/");
  });

  it("is never another site, however a browser or a router reads it", () => {
    const piece = fc.constantFrom("/", "\\", ".", "..", "%2e", "%2f", "\t", "@", ":", "?", "#", "evil.test", "https:", "\u0000", "a");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
        const path = ownPath(`/${pieces.join("")}`);
        const once = new URL(path, "https://dock.example.com");
        const again = new URL(once.pathname + once.search, "https://dock.example.com");
        return once.host === "dock.example.com" && again.host === "dock.example.com";
      }),
      { numRuns: 20_000 },
    );
  });
});
