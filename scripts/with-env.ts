/**
 * Runs one of our programs with the same settings as `npm start`: `npm run worker`, `sandbox`, `admin`, `bench`. Without DATABASE_URL it joins the
 * embedded database of this checkout, or starts it for as long as the program runs. `--no-db`: the program needs none.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { AppError } from "../lib/core/errors";
import { migrate } from "../lib/db/migrate";
import { ensureClient } from "./prepare";
import { TYPESCRIPT } from "./run-program";
import { allowSandbox, baseSettings, withDatabase } from "./settings";

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const needsDatabase = args[0] !== "--no-db";
  if (!needsDatabase) args.shift();
  const settings = baseSettings({ dev: false });
  await ensureClient();
  const postgres = needsDatabase ? await withDatabase(settings) : null;
  try {
    if (postgres) await migrate({ url: postgres.url });
    allowSandbox(settings);
    const child = spawn(process.execPath, [...TYPESCRIPT, ...args], { stdio: "inherit", env: settings });
    // Ctrl-C reaches the child by itself; a signal sent to us alone does not.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
    return await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 1)));
    });
  } finally {
    await postgres?.stop();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof AppError ? error.message : error);
  process.exitCode = 1;
}
