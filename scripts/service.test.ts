import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isProcessAlive } from "./process-alive";
import { type Service, startService } from "./service";

let home = "";
let service: Service | undefined;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "dockbridge-service-"));
});
afterEach(async () => {
  await service?.stop();
  rmSync(home, { recursive: true, force: true });
});

const pids = () => {
  try {
    return readFileSync(join(home, "pids"), "utf8").trim().split("\n").map(Number);
  } catch {
    return [];
  }
};

/** A program that writes its process id and stays; `extra` is what else it does. */
function run(extra: string, said: string[] = [], stopTimeoutMs = 5_000): Service {
  const program = `require("fs").appendFileSync(${JSON.stringify(join(home, "pids"))}, process.pid + "\\n"); setInterval(() => {}, 1000); ${extra}`;
  return startService({ name: "test", args: ["-e", program], settings: process.env, say: line => said.push(line), stopTimeoutMs });
}

describe("a service", () => {
  it("is started again after a crash, which is said", async () => {
    const said: string[] = [];
    service = run("", said);
    await vi.waitUntil(() => pids().length === 1, { timeout: 10_000 });
    process.kill(pids()[0] ?? 0, "SIGKILL");
    await vi.waitUntil(() => pids().length === 2, { timeout: 10_000 });
    expect(said).toContain("stopped unexpectedly (SIGKILL); starting it again in 1 s");
  });

  it("is not started again once it was stopped", async () => {
    service = run("");
    await vi.waitUntil(() => pids().length === 1, { timeout: 10_000 });
    await service.stop();
    expect(pids().map(isProcessAlive)).toEqual([false]);
  });

  it("is killed when it does not end in time", async () => {
    service = run('process.on("SIGTERM", () => {});', [], 300);
    await vi.waitUntil(() => pids().length === 1, { timeout: 10_000 });
    await service.stop();
    expect(pids().map(isProcessAlive)).toEqual([false]);
  });
});
