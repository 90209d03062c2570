import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);

/**
 * Arguments for Node that let it run TypeScript files. The space for young objects is kept small: left to itself it grows to three times 32 MB and stays, which took
 * 70 MB off the worker's peak and cost it no time (npm run bench).
 */
export const TYPESCRIPT = ["--max-semi-space-size=8", "--import", pathToFileURL(require.resolve("tsx")).href];

/** The command-line program of an installed package. */
export function packageProgram(path: string): string {
  return resolve("node_modules", path);
}

export const NEXT = packageProgram(join("next", "dist", "bin", "next"));

export interface ProgramResult {
  code: number;
  output: string;
}

const running = new Set<ChildProcess>();

/** Ends every program that `runProgram` has under way. */
export function endPrograms(): void {
  for (const child of running) child.kill("SIGTERM");
}

/** Runs a program to its end and keeps what it printed. `onLine` sees it as it comes. */
export async function runProgram(input: {
  command: string;
  args: string[];
  env?: Record<string, string | undefined>;
  onLine?: (line: string) => void;
  /** After this long it is interrupted (test runners then still report), half a minute later it is killed; the output says so. */
  timeoutMs?: number;
}): Promise<ProgramResult> {
  const child = spawn(input.command, input.args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...input.env } });
  running.add(child);
  const lines: string[] = [];
  forEachLine(child, line => {
    lines.push(line);
    input.onLine?.(line);
  });
  const timers = input.timeoutMs === undefined ? [] : limitTime({ child, timeoutMs: input.timeoutMs, note: line => lines.push(line) });
  return new Promise(settle => {
    child.once("error", error => settle({ code: 127, output: error.message }));
    child.once("close", code => {
      running.delete(child);
      for (const timer of timers) clearTimeout(timer);
      settle({ code: code ?? 1, output: lines.join("\n") });
    });
  });
}

function limitTime(input: { child: ChildProcess; timeoutMs: number; note: (line: string) => void }): NodeJS.Timeout[] {
  const { child, timeoutMs } = input;
  const tell = setTimeout(() => {
    input.note(`Not done after ${timeoutMs / 60_000} minutes: ended.`);
    child.kill("SIGINT");
  }, timeoutMs);
  return [tell, setTimeout(() => child.kill("SIGKILL"), timeoutMs + 30_000)];
}

/** Both outputs of a child, line by line. */
export function forEachLine(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8");
    stream?.on("data", (chunk: string) => {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) onLine(part);
    });
    stream?.on("end", () => {
      if (rest) onLine(rest);
    });
  }
}
