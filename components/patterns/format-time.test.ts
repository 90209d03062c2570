import { describe, expect, it } from "vitest";
import { formatAge, formatDuration, formatEvery, formatExact, formatShort, isSameDay, zoneName } from "./format-time";

const zone = "America/New_York";
const now = "2026-11-20T15:42:07Z";

describe("times on the screen", () => {
  it("are the clock alone today, with the day this year, with the year before", () => {
    expect(formatShort("2026-11-20T15:41:00Z", { zone, now })).toBe("10:41");
    expect(formatShort("2026-11-19T21:18:00Z", { zone, now })).toBe("19 Nov 16:18");
    expect(formatShort("2025-05-03T12:00:00Z", { zone, now })).toBe("3 May 2025");
  });

  it("always carry their zone when exact, and the name follows daylight saving", () => {
    expect(formatExact("2026-11-20T15:41:33Z", zone)).toBe("Fri 20 Nov 2026, 10:41:33 EST");
    expect(zoneName("2026-07-01T12:00:00Z", zone)).toBe("EDT");
    expect(zoneName("2026-07-01T12:00:00Z", "UTC")).toBe("UTC");
  });

  it("change day at midnight of the zone, not of UTC", () => {
    expect(isSameDay("2026-11-20T04:59:00Z", "2026-11-20T05:01:00Z", zone)).toBe(false);
    expect(isSameDay("2026-11-20T04:59:00Z", "2026-11-20T05:01:00Z", "UTC")).toBe(true);
  });

  it("write midnight as 00, not 24", () => {
    expect(formatShort("2026-11-20T05:00:00Z", { zone, now })).toBe("00:00");
  });
});

describe("ages and durations", () => {
  it.each([
    [-5_000, "just now"],
    [59_999, "just now"],
    [180_000, "3 min"],
    [18_720_000, "5 h 12 min"],
    [7_200_000, "2 h"],
    [93_600_000, "1 d 2 h"],
    [86_400_000, "1 d"],
  ])("an age of %i ms reads %s", (ms, words) => expect(formatAge(ms)).toBe(words));

  it.each([
    [84, "84 ms"],
    [812, "0.8 s"],
    [9_960, "10 s"],
    [41_000, "41 s"],
    [170_000, "2 min 50 s"],
    [120_000, "2 min"],
  ])("a duration of %i ms reads %s", (ms, words) => expect(formatDuration(ms)).toBe(words));

  it.each([
    [60, "Every minute"],
    [180, "Every 3 minutes"],
    [3_600, "Every hour"],
    [86_400, "Every day"],
    [90, "Every 90 seconds"],
  ])("a schedule of %i seconds reads %s", (seconds, words) => expect(formatEvery(seconds)).toBe(words));
});
