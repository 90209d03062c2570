import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { TYPESCRIPT } from "../../scripts/run-program";

/** Starts the stack before the first test and ends it after the last; its addresses reach the tests as E2E_… (see stack-info). */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [...TYPESCRIPT, "e2e/support/serve.ts"], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, "line"),
    exited.then(([code]) => Promise.reject(new Error(`The stack did not start (exit code ${code})`))),
  ]);
  Object.assign(process.env, JSON.parse(String(first[0])) as Record<string, string>);
  return async () => {
    child.stdin.end();
    await exited;
  };
}
