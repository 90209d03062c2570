import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import { findFreePort } from "./scripts/postgres/free-port";

// Chosen here, so that the base address is known before the stack is up; the workers inherit it.
process.env.E2E_PORT ??= String(await findFreePort());

const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(path => existsSync(path));

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  globalSetup: "./e2e/support/global-setup.ts",
  // One product, one database: the tests share a stack and run one after another; each makes what it needs.
  workers: 1,
  fullyParallel: false,
  // The road begins with an empty installation, so it goes first; the others bring their own workspaces.
  projects: [
    { name: "road", testMatch: "road.spec.ts" },
    { name: "rest", testIgnore: "road.spec.ts" },
  ],
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://localhost:${process.env.E2E_PORT}`,
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    timezoneId: "America/Chicago",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(installed ? { executablePath: installed } : {}),
      // Chromium refuses its own sandbox to root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
