import { appendFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "./clock";
import { createControl } from "./control";
import { createFaults, type FaultSpec } from "./faults";
import { createJournal } from "./journal";
import { type SandboxServer, startServer } from "./server";
import { createSnapshot } from "./snapshot";

const open: SandboxServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(server => server.close()));
});

async function startEcho() {
  const clock = createClock();
  const journal = createJournal({ iso: clock.iso });
  const faults = createFaults();
  const switches = { mode: "a", nested: { x: 1, y: 2 } };
  const control = createControl({ name: "echo", journal, faults, clock, switches, state: () => ({ things: 3 }), reset: () => {} });
  const server = await startServer({
    name: "echo",
    journal,
    faults,
    handle: async request => {
      const answer = await control(request);
      if (answer) return answer;
      journal.effect("echoed");
      return { status: 200, body: { hello: "wörld", padding: "x".repeat(200) } };
    },
  });
  open.push(server);
  const post = (path: string, body: unknown) => fetch(`${server.url}/__sandbox${path}`, { method: "POST", body: JSON.stringify(body) });
  return { ...server, journal, faults, switches, post };
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 3000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error("waited too long");
    await new Promise(resolve => setImmediate(resolve));
  }
}

describe("fault switches", () => {
  const cases: { fault: FaultSpec["action"]; effects: number }[] = [
    { fault: "drop", effects: 0 },
    { fault: "drop_after", effects: 1 },
  ];
  it.each(cases)("$fault destroys the socket and leaves $effects effect(s)", async ({ fault, effects }) => {
    const echo = await startEcho();
    echo.faults.add({ action: fault });
    await expect(fetch(`${echo.url}/orders`)).rejects.toThrow();
    expect(echo.journal.count({ kind: "effect" })).toBe(effects);
    expect((await fetch(`${echo.url}/orders`)).status).toBe(200);
  });

  it("hang never answers and does nothing; the client's own timeout ends it", async () => {
    const echo = await startEcho();
    echo.faults.add({ action: "hang" });
    await expect(fetch(`${echo.url}/orders`, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect(echo.journal.count({ kind: "effect" })).toBe(0);
    expect(echo.journal.entries({ kind: "call" })[0]).toMatchObject({ fault: "hang", status: null });
  });

  it("late does the effect at once and answers afterwards", async () => {
    const echo = await startEcho();
    echo.faults.add({ action: { type: "late", ms: 60_000 } });
    const client = new AbortController();
    const answer = fetch(`${echo.url}/orders`, { signal: client.signal }).catch(() => "gone");
    await until(() => echo.journal.count({ kind: "effect" }) === 1);
    client.abort();
    expect(await answer).toBe("gone");
  });

  it("late_effect does the effect although the client has gone; slow does not", async () => {
    const echo = await startEcho();
    echo.faults.add({ action: { type: "late_effect", ms: 80 } });
    await expect(fetch(`${echo.url}/a`, { signal: AbortSignal.timeout(20) })).rejects.toThrow();
    await until(() => echo.journal.count({ kind: "effect" }) === 1);
    echo.faults.add({ action: { type: "slow", ms: 80 } });
    await expect(fetch(`${echo.url}/b`, { signal: AbortSignal.timeout(20) })).rejects.toThrow();
    await until(() => echo.journal.count({ kind: "call" }) === 2);
    expect(echo.journal.count({ kind: "effect" })).toBe(1);
  });

  it("cut_json, broken_gzip, wrong_charset and html all answer 200 and none can be read as JSON", async () => {
    const echo = await startEcho();
    for (const action of ["cut_json", "broken_gzip", "wrong_charset", "html"] as const) {
      echo.faults.add({ action });
      const response = await fetch(`${echo.url}/orders`);
      expect(response.status).toBe(200);
      await expect(response.json()).rejects.toThrow();
    }
  });

  it("status answers instead of the vendor; redirect_error points to the error page with its message", async () => {
    const echo = await startEcho();
    echo.faults.add({ action: { type: "status", status: 429, headers: { "retry-after": "86400" }, body: "slow down" } });
    const refused = await fetch(`${echo.url}/orders`);
    expect([refused.status, refused.headers.get("retry-after"), await refused.text()]).toEqual([429, "86400", "slow down"]);
    echo.faults.add({ action: { type: "redirect_error", message: "too many logins" } });
    const redirect = await fetch(`${echo.url}/AcmeERP/entity/Default`, { redirect: "manual" });
    expect(redirect.headers.get("location")).toMatch(/^\/AcmeERP\/Frames\/Error\.aspx\?.*message=too\+many\+logins/);
    expect(echo.journal.count({ kind: "effect" })).toBe(0);
  });

  it("skip, times, method, path and bodyIncludes choose the requests that are struck", async () => {
    const echo = await startEcho();
    echo.faults.add({
      method: "PUT",
      path: "/orders\\?filter='A B'",
      bodyIncludes: "needle",
      skip: 1,
      times: 2,
      action: { type: "status", status: 503 },
    });
    const put = async (body: string) => (await fetch(`${echo.url}/orders?filter='A%20B'`, { method: "PUT", body })).status;
    expect(await put("hay")).toBe(200);
    expect([await put("needle"), await put("needle"), await put("needle"), await put("needle")]).toEqual([200, 503, 503, 200]);
  });
});

describe("control", () => {
  it("sets faults, switches and clock over HTTP, and is itself never faulted or journaled", async () => {
    const echo = await startEcho();
    await echo.post("/faults", { times: -1, action: "drop" });
    await echo.post("/switches", { mode: "b", nested: { y: 3 } });
    expect(echo.switches).toEqual({ mode: "b", nested: { x: 1, y: 3 } });
    expect((await echo.post("/switches", { typo: 1 })).status).toBe(400);
    await echo.post("/clock", { offsetMs: 3_600_000 });
    const state = await (await fetch(`${echo.url}/__sandbox/state`)).json();
    expect(state).toMatchObject({ things: 3, offsetMs: 3_600_000, faults: [{ times: -1, hits: 0 }] });
    expect(echo.journal.count()).toBe(0);
    await echo.post("/reset", {});
    expect(echo.faults.list()).toEqual([]);
  });

  it("refuses a page from elsewhere that reaches the loopback address", async () => {
    const echo = await startEcho();
    const response = await fetch(`${echo.url}/__sandbox/reset`, { method: "POST", headers: { origin: "https://evil.example" } });
    expect(response.status).toBe(403);
  });
});

describe("what survives a restart", () => {
  it("the journal file gives back its entries and goes on counting, even after half a line", () => {
    const file = join(mkdtempSync(join(tmpdir(), "journal-")), "journal.jsonl");
    const { iso } = createClock();
    const first = createJournal({ iso, file });
    first.effect("order created", { nbr: "SO000001" });
    first.close();
    appendFileSync(file, '{"seq":2,"na');
    const second = createJournal({ iso, file });
    expect(second.effect("order updated").seq).toBe(2);
    expect(second.entries({ name: "order created" })[0]).toMatchObject({ nbr: "SO000001", seq: 1 });
    second.close();
    expect(
      createJournal({ iso, file })
        .entries()
        .map(entry => entry.seq),
    ).toEqual([1, 2]);
  });

  it("the snapshot gives back the last saved state", () => {
    const dataDir = mkdtempSync(join(tmpdir(), "snapshot-"));
    const state = { n: 1 };
    const snapshot = createSnapshot({ dataDir, name: "s", take: () => state });
    state.n = 2;
    snapshot.touch();
    snapshot.close();
    expect(createSnapshot<typeof state>({ dataDir, name: "s", take: () => state }).load()).toEqual({ n: 2 });
  });
});
