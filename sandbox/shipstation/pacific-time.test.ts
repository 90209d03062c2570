import { describe, expect, it } from "vitest";
import { formatWall, formatWallUsDate, parseWall, toWall } from "./pacific-time";

const pacific = new Intl.DateTimeFormat("sv-SE", { timeZone: "America/Los_Angeles", dateStyle: "short", timeStyle: "medium" });

describe("Pacific time", () => {
  it("agrees with the time zone database on every hour of three years, changes of the clock included", () => {
    for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2028, 0, 1); at += 3_600_000) {
      expect(formatWall(toWall(at)).slice(0, 19)).toBe(pacific.format(at).replace(" ", "T"));
    }
  });

  it("shows seven fractional digits and no offset", () => {
    expect(formatWall(toWall(Date.parse("2024-09-17T17:51:14.503Z")))).toBe("2024-09-17T10:51:14.5030000");
  });

  it("gives one wall time to two instants in the repeated hour of November", () => {
    expect(toWall(Date.parse("2026-11-01T08:30:00Z"))).toBe(toWall(Date.parse("2026-11-01T09:30:00Z")));
  });

  it.each([
    ["2015-06-29 08:46:27", "2015-06-29T08:46:27.0000000"],
    ["2015-06-29T08:46:27", "2015-06-29T08:46:27.0000000"],
    ["2015-06-29T08:46:27.7070000", "2015-06-29T08:46:27.7070000"],
    ["2015-06-29", "2015-06-29T00:00:00.0000000"],
    ["2015-06-29T08:46:27-00:00", "2015-06-29T08:46:27.0000000"],
  ])("reads %s", (text, expected) => {
    expect(formatWall(parseWall(text, false) ?? 0)).toBe(expected);
  });

  it("honours an offset only when asked", () => {
    expect(formatWall(parseWall("2026-11-20T18:00:00Z", true) ?? 0)).toBe("2026-11-20T10:00:00.0000000");
    expect(formatWall(parseWall("2026-11-20T18:00:00Z", false) ?? 0)).toBe("2026-11-20T18:00:00.0000000");
  });

  it.each(["", "tomorrow", "2026-02-30", "2026-01-01 25:00:00"])("refuses %j", text => {
    expect(parseWall(text, false)).toBeNull();
  });

  it("writes the refresh status the American way", () => {
    expect(formatWallUsDate(Date.UTC(2014, 7, 13))).toBe("8-13-2014");
  });
});
