import { describe, expect, it } from "vitest";
import { readShipBy } from "./ship-by";

const options = { zone: "America/New_York", now: new Date("2026-11-20T15:42:00Z"), accepted: false };

describe("ship by", () => {
  it("is a whole day when Acumatica gave a day: not past before the viewer's day is over", () => {
    expect(readShipBy("2026-11-20T00:00:00.000Z", options)).toEqual({ words: "Today", state: "at_risk" });
    expect(readShipBy("2026-11-20T00:00:00.000Z", { ...options, now: new Date("2026-11-21T04:00:00Z") }).state).toBe("at_risk");
    expect(readShipBy("2026-11-20T00:00:00.000Z", { ...options, now: new Date("2026-11-21T06:00:00Z") }).state).toBe("past");
    expect(readShipBy("2026-11-23T00:00:00.000Z", options)).toEqual({ words: "Mon 23 Nov", state: "fine" });
    expect(readShipBy("2025-11-24T00:00:00.000Z", options)).toEqual({ words: "Mon 24 Nov 2025", state: "past" });
  });

  it("is an instant when a time was given, at risk four hours before while nobody has the order", () => {
    expect(readShipBy("2026-11-20T15:00:00.000Z", options).state).toBe("past");
    expect(readShipBy("2026-11-20T19:00:00.000Z", options)).toEqual({ words: "14:00", state: "at_risk" });
    expect(readShipBy("2026-11-20T19:00:00.000Z", { ...options, accepted: true }).state).toBe("fine");
    expect(readShipBy("2026-11-20T21:00:00.000Z", options).state).toBe("fine");
  });
});
