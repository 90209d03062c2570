// Runs on any Node from 20 up and before anything is installed: plain JavaScript, no dependencies.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const LOCK = join(ROOT, "package-lock.json");
const STAMP = join(ROOT, "node_modules", ".dockbridge-installed");
const NODE = join(ROOT, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
const NODE_MAJOR = 24;

/** Installs what the lock file names unless that has been done. npm empties the folder first, so a half-finished install has no stamp. */
export function ensureInstalled() {
  if (isInstalled()) return;
  console.log("Installing packages (first start, or the lock file changed). This takes a minute or two.");
  const started = Date.now();
  const { command, args, shell } = npm();
  const result = spawnSync(command, [...args, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    shell,
    // Development packages are part of the product: build, types and Node itself. An outer NODE_ENV must not leave them out.
    env: { ...process.env, NODE_ENV: "", npm_config_omit: "", npm_config_production: "" },
  });
  if (result.status !== 0) fail("The packages could not be installed. The lines above say why; then run the same command again.");
  if (nodeMajor(NODE) < NODE_MAJOR) {
    fail(
      `The package "node" did not bring Node ${NODE_MAJOR}: its install script was not allowed to run. Run \`npm rebuild node\`, then this command again.`,
    );
  }
  writeFileSync(STAMP, lockHash());
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

function isInstalled() {
  if (!existsSync(NODE)) return false;
  if (existsSync(STAMP)) return readFileSync(STAMP, "utf8") === lockHash();
  // Installed by hand: npm writes its hidden lock file last, so one that is newer than the lock file means a finished install.
  const hidden = join(ROOT, "node_modules", ".package-lock.json");
  return existsSync(hidden) && statSync(hidden).mtimeMs >= statSync(LOCK).mtimeMs;
}

function lockHash() {
  return createHash("sha256").update(readFileSync(LOCK)).digest("hex");
}

/** The npm that started us, else the one on the path. */
function npm() {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.js$/.test(script) && existsSync(script)) return { command: process.execPath, args: [script], shell: false };
  return { command: "npm", args: [], shell: process.platform === "win32" };
}

function nodeMajor(path) {
  const result = spawnSync(path, ["-p", "process.versions.node"], { encoding: "utf8" });
  return result.status === 0 ? Number.parseInt(result.stdout, 10) : 0;
}

/**
 * Runs a TypeScript file of ours on the pinned Node and ends as it ends. Signals are passed on once: the child closes everything in order, and
 * we wait for it.
 */
export function runTypeScript(script, args) {
  // As a loader, not through tsx's own command: one process less between a signal and the one who must act on it.
  const tsx = pathToFileURL(join(ROOT, "node_modules", "tsx", "dist", "loader.mjs")).href;
  const bin = join(ROOT, "node_modules", ".bin");
  const separator = process.platform === "win32" ? ";" : ":";
  const child = spawn(NODE, ["--import", tsx, join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, PATH: `${bin}${separator}${process.env.PATH ?? ""}`, NEXT_TELEMETRY_DISABLED: "1" },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm dies of a SIGTERM together with its shell and tells us nothing; that we have another parent now is the sign.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill("SIGTERM");
  }, 500);
  watch.unref();
  child.on("error", error => fail(error.message));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? (constants.signals[signal] ?? 0) : 1);
  });
}

function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}
