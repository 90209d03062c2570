import { describe, expect, it } from "vitest";
import type { OrderEvent } from "@/lib/api/schemas/order";
import { splitSentence } from "./event-look";
import { groupEvents } from "./group-events";

let count = 0;
function event(at: string, text = `Event ${++count}.`): OrderEvent {
  return {
    id: `e${count++}`,
    at,
    kind: "order.imported",
    text,
    data: null,
    exchangeId: null,
    durationMs: null,
    actorKind: "system",
    actorName: null,
  };
}

const options = { zone: "America/New_York", now: new Date("2026-11-20T15:42:00Z") };

describe("the timeline", () => {
  it("shows the newest first, under the days of the viewer's zone", () => {
    const days = groupEvents([event("2026-11-20T04:30:00Z"), event("2026-11-20T15:00:00Z"), event("2025-11-20T15:00:00Z")], options);
    expect(days.map(day => day.label)).toEqual(["Today, Fri 20 Nov", "Thu 19 Nov", "Thu 20 Nov 2025"]);
  });

  it("counts identical neighbours in one row, and does not join them across another event", () => {
    const same = ["2026-11-20T15:03:00Z", "2026-11-20T15:02:00Z"].map(at => event(at, "Refused."));
    const [day] = groupEvents([...same, event("2026-11-20T15:01:00Z", "Sent."), event("2026-11-20T15:00:00Z", "Refused.")], options);
    expect(day?.rows.map(row => [row.event.text, row.times])).toEqual([
      ["Refused.", 2],
      ["Sent.", 1],
      ["Refused.", 1],
    ]);
  });
});

describe("the timeline of a connection", () => {
  it("shows what one run did to many orders as one row of each kind, also when they alternate", () => {
    const of = (at: string, kind: string, runId: string) => ({ ...event(at), kind, runId });
    const [day] = groupEvents(
      [
        of("2026-11-20T15:04:00Z", "order.accepted", "r2"),
        of("2026-11-20T15:03:00Z", "order.accepted", "r1"),
        of("2026-11-20T15:02:00Z", "order.imported", "r1"),
        of("2026-11-20T15:01:00Z", "order.accepted", "r1"),
        of("2026-11-20T15:00:00Z", "order.imported", "r1"),
      ],
      { ...options, foldRuns: true },
    );
    expect(day?.rows.map(row => [row.event.kind, row.event.runId, row.times])).toEqual([
      ["order.accepted", "r2", 1],
      ["order.accepted", "r1", 2],
      ["order.imported", "r1", 2],
    ]);
  });
});

describe("the title of an event", () => {
  it("is its first sentence; a dot inside a number or a host name ends nothing", () => {
    expect(splitSentence("Sent to ShipStation. Accepted as order 604418821.")).toEqual({
      title: "Sent to ShipStation.",
      rest: "Accepted as order 604418821.",
    });
    expect(splitSentence("Signed in at my.erp.com with 4.2 lb")).toEqual({ title: "Signed in at my.erp.com with 4.2 lb", rest: "" });
  });
});
