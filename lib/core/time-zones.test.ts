import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromPacificTime, readPacificTime, toPacificDate, toPacificTime } from "./time-zones";

const iso = (text: string) => fromPacificTime(text)?.toISOString();

describe("US Pacific time", () => {
  it("reads summer and winter, with a T or a blank and with up to seven fractional digits", () => {
    expect(iso("2024-09-17T10:51:14.5030000")).toBe("2024-09-17T17:51:14.503Z");
    expect(iso("2024-12-17 10:51:14")).toBe("2024-12-17T18:51:14.000Z");
    expect(iso("2024-09-17")).toBe("2024-09-17T07:00:00.000Z");
    expect(iso("2024-12-17")).toBe("2024-12-17T08:00:00.000Z");
  });

  it("knows both meanings of the hour that comes twice in the autumn night", () => {
    expect(readPacificTime("2026-11-01T01:30:00")).toEqual({
      earliestAt: new Date("2026-11-01T08:30:00Z"),
      latestAt: new Date("2026-11-01T09:30:00Z"),
    });
    expect(iso("2026-11-01T00:59:59")).toBe("2026-11-01T07:59:59.000Z");
    expect(iso("2026-11-01T02:00:00")).toBe("2026-11-01T10:00:00.000Z");
  });

  it("reads a time inside the hour that is missing in the spring night as one on an unchanged clock", () => {
    expect(readPacificTime("2026-03-08T02:30:00")).toEqual({
      earliestAt: new Date("2026-03-08T10:30:00Z"),
      latestAt: new Date("2026-03-08T10:30:00Z"),
    });
    expect(iso("2026-03-08T01:59:59")).toBe("2026-03-08T09:59:59.000Z");
    expect(iso("2026-03-08T03:00:00")).toBe("2026-03-08T10:00:00.000Z");
  });

  it("writes both nights: one text for two autumn instants, no 02 o'clock in spring", () => {
    expect(toPacificTime(new Date("2026-11-01T08:30:00Z"))).toBe("2026-11-01T01:30:00.000");
    expect(toPacificTime(new Date("2026-11-01T09:30:00Z"))).toBe("2026-11-01T01:30:00.000");
    expect(toPacificTime(new Date("2026-03-08T09:59:59.999Z"))).toBe("2026-03-08T01:59:59.999");
    expect(toPacificTime(new Date("2026-03-08T10:00:00Z"))).toBe("2026-03-08T03:00:00.000");
    expect(toPacificDate(new Date("2026-03-08T07:59:59Z"))).toBe("2026-03-07");
  });

  it("believes an offset where one is given", () => {
    expect(iso("2024-09-17T10:51:14Z")).toBe("2024-09-17T10:51:14.000Z");
    expect(iso("2024-09-17T10:51:14.123+02:00")).toBe("2024-09-17T08:51:14.123Z");
  });

  it("answers null for what is no date-time", () => {
    for (const text of ["", "soon", "8-13-2014", "2024-13-01T00:00:00", "2024-02-30T00:00:00", "0001-13-01"])
      expect(fromPacificTime(text), text).toBeNull();
  });

  it("brings every instant back, the autumn hour as one of its two meanings", () => {
    const instants = fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(instants, at => {
        const read = readPacificTime(toPacificTime(at));
        return read !== null && [read.earliestAt.getTime(), read.latestAt.getTime()].includes(at.getTime());
      }),
    );
  });
});
