import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { packageProgram, runProgram } from "./run-program";

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Makes sure that there is a Chromium: the machine's, Playwright's, or one that is installed now. Throws when none can be had. */
export async function ensureBrowser(): Promise<void> {
  if (hasBrowser()) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await runProgram({ command: "apt-get", args: ["update", "-qq"] });
    await runProgram({
      command: "apt-get",
      args: ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
      env: { DEBIAN_FRONTEND: "noninteractive" },
    });
    if (hasBrowser()) return;
  }
  const result = await runProgram({ command: process.execPath, args: [packageProgram("@playwright/test/cli.js"), "install", "chromium"] });
  if (!hasBrowser()) throw new Error(`There is no Chromium, and it could not be installed:\n${result.output}`);
}

function hasBrowser(): boolean {
  return SYSTEM.some(path => existsSync(path)) || existsSync(chromium.executablePath());
}
