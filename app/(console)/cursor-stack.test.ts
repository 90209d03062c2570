import { describe, expect, it } from "vitest";
import { pageLinks } from "./cursor-stack";

describe("paging in the address", () => {
  it("goes forward, back and keeps the filters", () => {
    const query = { view: "person", q: undefined, at: "c1.c2" };
    const links = pageLinks({ path: "/orders", query, nextCursor: "c3" });
    expect(links).toEqual({
      cursor: "c2",
      pageNumber: 3,
      previousHref: "/orders?view=person&at=c1",
      nextHref: "/orders?view=person&at=c1.c2.c3",
    });
  });

  it("has no previous on the first page and no next on the last", () => {
    expect(pageLinks({ path: "/orders", query: {}, nextCursor: null })).toEqual({
      cursor: undefined,
      pageNumber: 1,
      previousHref: null,
      nextHref: null,
    });
    expect(pageLinks({ path: "/orders", query: { at: "c1" }, nextCursor: null }).previousHref).toBe("/orders");
  });
});
