import { describe, expect, it } from "vitest";
import { deriveStatus, type PartyFacts, type StatusFacts } from "./derive-status";

const NOW = new Date("2026-05-03T12:00:00Z");
const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const inHours = (hours: number) => ago(-hours);

const acumatica: PartyFacts = {
  system: "Acumatica",
  refusedAt: null,
  refusal: null,
  proof: { at: ago(2), stages: [{ stage: "token", ok: true }] },
  worksSince: ago(1),
  blockedUntil: null,
  secretExpiresOn: null,
};
const shipstation: PartyFacts = { ...acumatica, system: "ShipStation" };
const running = { kind: "orders" as const, enabled: true, pausedBy: null, pausedAt: null };
const healthy: StatusFacts = {
  now: NOW,
  power: { enabled: true, since: ago(24) },
  createdAt: ago(48),
  parties: [acumatica, shipstation],
  channels: [running, { ...running, kind: "shipments" }],
  problems: [],
};

const off = { power: { enabled: false, since: ago(3) } };
const refused: PartyFacts = {
  ...acumatica,
  refusedAt: ago(5),
  refusal: { message: "Acumatica no longer accepts this Shared Secret.", owner: "merchant_erp_admin", nextStep: "Add Shared Secret." },
};
const problem = {
  code: "forbidden_screen",
  message: "Reading Shipments is not allowed.",
  owner: "merchant_erp_admin" as const,
  nextStep: "Give the role.",
  since: ago(4),
};
const blocked: PartyFacts = { ...acumatica, blockedUntil: inHours(0.5) };
const paused = { ...running, enabled: false, pausedBy: "Dana Reyes", pausedAt: ago(6) };
const expiring: PartyFacts = { ...acumatica, secretExpiresOn: "2026-05-17" };
const everything = {
  parties: [{ ...refused, blockedUntil: inHours(1), secretExpiresOn: "2026-05-17" }, shipstation],
  channels: [paused],
  problems: [problem],
};

describe("the precedence of what a connection shows", () => {
  it.each<[string, Partial<StatusFacts>, string, Date | null]>([
    ["everything is well", {}, "connected", ago(2)],
    ["it is switched off, whatever else is wrong", { ...everything, ...off }, "off", ago(3)],
    ["a sign-in is refused, whatever else is wrong", everything, "needs_sign_in", ago(5)],
    ["a run was told that the key is refused", { problems: [{ ...problem, code: "key_refused" }] }, "needs_sign_in", ago(4)],
    [
      "a problem stops a direction while throttled and paused",
      { parties: [blocked, shipstation], channels: [paused], problems: [problem] },
      "limited",
      ago(4),
    ],
    ["a limit is waited for while a direction is paused", { parties: [blocked, shipstation], channels: [paused] }, "throttled", null],
    ["a direction is paused while the secret nears its end", { parties: [expiring, shipstation], channels: [paused] }, "paused", ago(6)],
    ["the secret nears its end", { parties: [expiring, shipstation] }, "expires_soon", new Date("2026-04-17T00:00:00Z")],
    ["the block is over", { parties: [{ ...acumatica, blockedUntil: ago(0.1) }, shipstation] }, "connected", ago(2)],
    ["the secret has long to go", { parties: [{ ...acumatica, secretExpiresOn: "2026-09-01" }, shipstation] }, "connected", ago(2)],
  ])("when %s", (_when, change, code, since) => {
    const status = deriveStatus({ ...healthy, ...change });
    expect([status.code, status.since]).toEqual([code, since?.toISOString() ?? null]);
  });
});

describe("the words of a status", () => {
  const words = (change: Partial<StatusFacts>) => deriveStatus({ ...healthy, ...change });

  it("names the system that needs a sign-in, its own reason, its owner and the step", () => {
    expect(words({ parties: [refused, shipstation] })).toMatchObject({
      message: "Acumatica is not connected. Acumatica no longer accepts this Shared Secret. Nothing was lost.",
      owner: "merchant_erp_admin",
      nextStep: "Add Shared Secret.",
    });
  });

  it("gives the time at which a throttled connection goes on", () => {
    const status = words({ parties: [blocked, shipstation] });
    expect(status).toMatchObject({ until: inHours(0.5).toISOString(), owner: "nobody" });
    expect(status.message).toContain("12:30 UTC");
  });

  it("names who paused which direction, and says that the other still runs", () => {
    const { message } = words({ channels: [paused, { ...running, kind: "shipments" }] });
    expect(message).toBe("Orders to the warehouse were paused by Dana Reyes. The other direction still runs.");
  });

  it.each([
    ["2026-05-04", "expires in 1 day."],
    ["2026-05-17", "expires in 14 days."],
    ["2026-05-01", "was due to expire on 2026-05-01."],
  ])("counts down to %s", (secretExpiresOn, part) => {
    expect(words({ parties: [{ ...acumatica, secretExpiresOn }, shipstation] }).message).toContain(part);
  });
});

describe("a proof test as evidence", () => {
  const failedAt = (stage: string, worksSince: Date | null): PartyFacts => ({
    ...acumatica,
    worksSince,
    proof: {
      at: ago(2),
      stages: [
        { stage: "address", ok: true },
        { stage, ok: false, message: "No." },
      ],
    },
  });

  it.each<[string, PartyFacts, string]>([
    ["a refused token needs a sign-in", failedAt("token", null), "needs_sign_in"],
    ["a missing right limits", failedAt("shipments", null), "limited"],
    ["a refused token is outdated by a run that went well later", failedAt("token", ago(1)), "connected"],
    ["a missing right to write is not disproved by reading", failedAt("write_shipment", ago(1)), "limited"],
  ])("%s", (_title, party, code) => {
    expect(deriveStatus({ ...healthy, parties: [party, shipstation] }).code).toBe(code);
  });
});

describe("a store on its own", () => {
  const store = (party: Partial<PartyFacts>) =>
    deriveStatus({ ...healthy, power: null, channels: [], parties: [{ ...acumatica, ...party }] });

  it("is off until somebody has checked it", () => {
    expect(store({ proof: null, worksSince: null })).toMatchObject({ code: "off", nextStep: "Run the proof test." });
  });

  it("is connected once the proof test passed", () => {
    expect(store({})).toMatchObject({ code: "connected", message: "Acumatica is connected." });
  });
});

it("does not call a connection connected that nobody has ever reached", () => {
  const unseen = { ...acumatica, proof: null, worksSince: null };
  expect(deriveStatus({ ...healthy, parties: [unseen, shipstation] }).code).toBe("limited");
});
