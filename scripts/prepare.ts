import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NEXT, packageProgram, runProgram } from "./run-program";

const CLIENT_STAMP = "lib/db/generated/.stamp";
const BUILD_STAMP = ".next/dockbridge-sources";

/** What a build reads. Tests are left out by name. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema.prisma",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
  "proxy.ts",
  "instrumentation.ts",
];

/** Makes the database client when the schema (or Prisma) has changed. The engine is never downloaded: generating needs a path, not a program. */
export async function ensureClient(): Promise<void> {
  const stamp = hashFiles(["prisma/schema.prisma", "node_modules/prisma/package.json"]);
  if (existsSync(CLIENT_STAMP) && readFileSync(CLIENT_STAMP, "utf8") === stamp) return;
  const result = await runProgram({
    command: process.execPath,
    args: [packageProgram("prisma/build/index.js"), "generate"],
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
  });
  if (result.code !== 0) throw new Error(`The database client could not be made:\n${result.output}`);
  writeFileSync(CLIENT_STAMP, stamp);
}

/** Builds the web app when its sources have changed since the last build. Tells whether it did. */
export async function ensureBuild(options: { onStart?: () => void } = {}): Promise<boolean> {
  const stamp = hashFiles(SOURCES);
  if (existsSync(".next/BUILD_ID") && existsSync(BUILD_STAMP) && readFileSync(BUILD_STAMP, "utf8") === stamp) return false;
  options.onStart?.();
  const result = await runProgram({
    command: process.execPath,
    args: [NEXT, "build"],
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (result.code !== 0) throw new Error(`The build failed:\n${result.output}`);
  writeFileSync(BUILD_STAMP, stamp);
  return true;
}

function hashFiles(roots: string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const path of roots.flatMap(listFiles).sort()) hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter(name => name !== "generated" && name !== "testing" && !/\.test\.tsx?$/.test(name))
    .flatMap(name => listFiles(join(path, name)));
}
