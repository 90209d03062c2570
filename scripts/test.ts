/**
 * `npm test`: everything CI runs, one line per step, what went wrong in full. Each check counts as one test. Ends with "N passed, N failed".
 * `npm test -- types vitest` runs the named steps only.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { ensureBrowser } from "./find-browser";
import { ensureBuild, ensureClient } from "./prepare";
import { NEXT, packageProgram, runProgram } from "./run-program";

interface Outcome {
  passed: number;
  failed: number;
  /** Shown when something failed. */
  output: string;
}

interface Step {
  name: string;
  title: string;
  run(): Promise<Outcome>;
}

const RESULTS = "test-results";
const OUTPUT_LINES_MAX = 600;
/** On two idle cores the whole run stays under a quarter of an hour. These limits only end what hangs, also on a busy machine. */
const VITEST_TIMEOUT_MS = 20 * 60_000;
const PLAYWRIGHT_TIMEOUT_MS = 10 * 60_000;

const steps: Step[] = [
  { name: "client", title: "database client", run: () => attempt(ensureClient) },
  { name: "types", title: "types", run: checkTypes },
  {
    name: "lint",
    title: "lint and format",
    run: () => check("@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "--max-diagnostics=60"]),
  },
  { name: "graph", title: "who imports whom", run: () => check("dependency-cruiser/bin/dependency-cruiser.mjs", GRAPH) },
  { name: "unused", title: "nothing unused", run: () => check("knip/bin/knip.js", []) },
  { name: "vitest", title: "unit and database tests", run: runVitest },
  { name: "build", title: "production build", run: () => attempt(() => ensureBuild()) },
  { name: "e2e", title: "in the browser", run: runPlaywright },
];

const GRAPH = ["--config", ".dependency-cruiser.cjs", "app", "components", "lib", "sandbox", "scripts", "e2e", "next.config.ts"];

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter(name => !steps.some(step => step.name === name));
  if (unknown.length > 0) throw new Error(`No such step: ${unknown.join(", ")}. Steps: ${steps.map(step => step.name).join(", ")}`);
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const total = { passed: 0, failed: 0 };
  for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const startedAt = Date.now();
    const outcome = await step.run().catch(
      (error: unknown): Outcome => ({
        passed: 0,
        failed: 1,
        output: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    );
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    const counts = outcome.passed + outcome.failed > 1 ? ` (${outcome.passed} passed, ${outcome.failed} failed)` : "";
    console.log(`${outcome.failed === 0 ? "✓" : "✗"} ${step.title}${counts}, ${seconds} s`);
    if (outcome.failed > 0) console.log(indent(outcome.output));
  }
  if (total.failed > 0) process.exitCode = 1;
  console.log(`${total.passed} passed, ${total.failed} failed`);
}

async function attempt(work: () => Promise<unknown>): Promise<Outcome> {
  await work();
  return { passed: 1, failed: 0, output: "" };
}

async function check(program: string, args: string[]): Promise<Outcome> {
  const { code, output } = await runProgram({ command: process.execPath, args: [packageProgram(program), ...args] });
  return code === 0 ? { passed: 1, failed: 0, output: "" } : { passed: 0, failed: 1, output };
}

/** Next writes the types of its routes first: without them a fresh clone has none. */
async function checkTypes(): Promise<Outcome> {
  const typegen = await runProgram({ command: process.execPath, args: [NEXT, "typegen"], env: { NEXT_TELEMETRY_DISABLED: "1" } });
  const types = await check("typescript/bin/tsc", ["--noEmit", "-p", "."]);
  return types.failed > 0 && typegen.code !== 0 ? { ...types, output: `${typegen.output}\n${types.output}` } : types;
}

async function runVitest(): Promise<Outcome> {
  const file = `${RESULTS}/vitest.json`;
  const { code, output } = await runProgram({
    command: process.execPath,
    args: [packageProgram("vitest/vitest.mjs"), "run", "--no-color", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    env: { CI: "1" },
    timeoutMs: VITEST_TIMEOUT_MS,
  });
  const report = readReport<{
    numPassedTests: number;
    numFailedTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  }>(file);
  if (!report) return { passed: 0, failed: 1, output };
  // A file that breaks before its first test has no failed test to show for it.
  const brokenFiles = report.testResults.filter(result => result.status === "failed" && result.assertionResults.length === 0).length;
  const failed = report.numFailedTests + brokenFiles;
  return { passed: report.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, output };
}

async function runPlaywright(): Promise<Outcome> {
  await ensureBrowser();
  const file = `${RESULTS}/playwright.json`;
  const { code, output } = await runProgram({
    command: process.execPath,
    args: [packageProgram("@playwright/test/cli.js"), "test", "--reporter=list,json", "--pass-with-no-tests"],
    env: { FORCE_COLOR: "0", CI: "1", PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    timeoutMs: PLAYWRIGHT_TIMEOUT_MS,
  });
  const stats = readReport<{ stats: { expected: number; unexpected: number; flaky: number } }>(file)?.stats;
  if (!stats) return { passed: 0, failed: code === 0 ? 0 : 1, output };
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: code !== 0 && failed === 0 ? 1 : failed, output };
}

function readReport<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch {
    return null;
  }
}

function indent(output: string): string {
  const lines = output.trimEnd().split("\n");
  const shown = lines.length > OUTPUT_LINES_MAX ? ["…", ...lines.slice(-OUTPUT_LINES_MAX)] : lines;
  return shown.map(line => `    ${line}`).join("\n");
}

await main();
