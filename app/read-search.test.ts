import { describe, expect, it } from "vitest";
import { encodeCursor } from "@/lib/db/page";
import { readSearch } from "./read-search";

const cursor = encodeCursor({ at: "2026-01-01T00:00:00.000000Z", id: "01a1fe61-5b02-73ac-b19a-d994fcb8700a" });
const read = (sent: Record<string, string | string[] | undefined>) => readSearch(Promise.resolve(sent as Record<string, string>));

describe("the address of a page", () => {
  it("gives each parameter once, the first time it stands there", async () => {
    expect(await read({ q: ["a", "b"], view: "all", none: undefined, empty: [] })).toEqual({ q: "a", view: "all" });
  });

  it("leaves out what no database could be asked for", async () => {
    expect(await read({ q: "a\u0000b", status: "\ud800", view: "all" })).toEqual({ view: "all" });
  });

  it("begins a list anew for a place we did not hand out, and keeps one we did", async () => {
    expect(await read({ at: "nonsense", q: "x" })).toEqual({ q: "x" });
    expect(await read({ at: `${cursor}.nonsense` })).toEqual({});
    expect(await read({ at: `${cursor}.${cursor}` })).toEqual({ at: `${cursor}.${cursor}` });
  });
});
