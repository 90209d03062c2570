import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { findBinaries, findServerUser, type ServerUser } from "./binaries";

export interface ClusterOptions {
  /** Where the cluster lives. Created when missing; the server's user must be able to reach it. */
  dataDir: string;
  /** Where programs are copied to when the server's user can't reach the installed ones. */
  spareDir: string;
  port: number;
  /** Of the superuser `postgres`, which only this file uses. */
  superPassword: string;
  /** False: no fsync, for databases that live as long as a test run. */
  durable: boolean;
}

export interface Cluster {
  port: number;
  /** Connection string of the superuser, for making roles and databases. */
  superUrl(database?: string): string;
  /** Resolves when the server is gone, whoever ended it. */
  exited: Promise<void>;
  /** Ends open sessions, writes everything down, and resolves when the server is gone. */
  stop(): Promise<void>;
}

const TUNING = {
  shared_buffers: "64MB",
  max_connections: "200",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  wal_level: "minimal",
  max_wal_senders: "0",
};
const FAST = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off" };
/** Written when the cluster is complete; without it the folder is an unfinished try. */
export const MARKER = "dockbridge.ready";
const READY_TIMEOUT_MS = 60_000;

/**
 * Starts a PostgreSQL server on `dataDir`, making the cluster first when there is none or when an earlier try was left half done. The server is
 * our child but not of our terminal's group, so that Ctrl-C reaches it only through `stop`. Throws with the server's own last words.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const user = serverUserFor(options.dataDir);
  const bin = findBinaries({ user, spare: options.spareDir });
  await initialise({ options, user, bin });
  healRights({ dataDir: options.dataDir, user });
  clearStalePid(options.dataDir);
  const settings = Object.entries({ ...TUNING, ...(options.durable ? {} : FAST) }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = run({ program: join(bin, "postgres"), args: ["-D", options.dataDir, "-p", String(options.port), ...settings], user });
  const superUrl = (database = "postgres") => `postgresql://postgres:${options.superPassword}@127.0.0.1:${options.port}/${database}`;
  await waitUntilReady({ server, url: superUrl() });
  return {
    port: options.port,
    superUrl,
    exited: server.exited,
    async stop() {
      // SIGINT is PostgreSQL's "fast" shutdown: sessions are ended, nothing committed is lost.
      server.child.kill("SIGINT");
      await server.exited;
    },
  };
}

/** A cluster belongs to the user who made it; started by root later, it still runs as that user. */
function serverUserFor(dataDir: string): ServerUser | null {
  const user = findServerUser();
  if (!user || !existsSync(join(dataDir, MARKER))) return user;
  const { uid, gid } = statSync(dataDir);
  return uid === 0 ? user : { uid, gid };
}

/** A copied or restored folder may have come with other rights; PostgreSQL starts only on one that is its user's own and closed to others. */
function healRights(input: { dataDir: string; user: ServerUser | null }): void {
  const { mode, uid } = statSync(input.dataDir);
  if (input.user && uid !== input.user.uid) execFileSync("chown", ["-R", `${input.user.uid}:${input.user.gid}`, input.dataDir]);
  if ((mode & 0o077) !== 0) chmodSync(input.dataDir, 0o700);
}

/** `initdb` into a folder that counts only once the marker is written; anything without the marker is an unfinished try and is made again. */
async function initialise(input: { options: ClusterOptions; user: ServerUser | null; bin: string }): Promise<void> {
  const { dataDir, superPassword } = input.options;
  const marker = join(dataDir, MARKER);
  if (existsSync(marker)) return;
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const passwordFile = join(dataDir, "..", `.initdb-${process.pid}`);
  writeFileSync(passwordFile, `${superPassword}\n`, { mode: 0o600 });
  if (input.user) {
    chownSync(dataDir, input.user.uid, input.user.gid);
    chownSync(passwordFile, input.user.uid, input.user.gid);
  }
  const args = [
    `--pgdata=${dataDir}`,
    "--auth=scram-sha-256",
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
  ];
  try {
    const initdb = run({ program: join(input.bin, "initdb"), args, user: input.user });
    await initdb.exited;
    if (initdb.child.exitCode !== 0) throw new Error(`PostgreSQL could not be set up in ${dataDir}:\n${initdb.output()}`);
    writeFileSync(marker, `${new Date().toISOString()}\n`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** After a power cut the pid file names a process that is gone, or is something else by now; PostgreSQL then refuses to start in some cases. */
function clearStalePid(dataDir: string): void {
  if (findRunningServer(dataDir) === null) rmSync(join(dataDir, "postmaster.pid"), { force: true });
}

/** Process id and port of the server that runs on `dataDir` now, or null. */
export function findRunningServer(dataDir: string): { pid: number; port: number } | null {
  const path = join(dataDir, "postmaster.pid");
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, "utf8").split("\n");
  const [pid, home, port] = [Number(lines[0]), lines[1] ?? "", Number(lines[3])];
  // In a copied checkout the file names the server of the original.
  const isOfThisFolder = existsSync(home) && realpathSync(home) === realpathSync(dataDir);
  return isOfThisFolder && isPostgres(pid) && port > 0 ? { pid, port } : null;
}

/** True when `pid` is a running PostgreSQL. Where /proc is missing, any running process counts. */
export function isPostgres(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  if (!existsSync("/proc/self/comm")) return true;
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "postgres";
  } catch {
    return false;
  }
}

interface Running {
  child: ChildProcess;
  exited: Promise<void>;
  output(): string;
}

function run(input: { program: string; args: string[]; user: ServerUser | null }): Running {
  const child = spawn(input.program, input.args, {
    ...(input.user ?? {}),
    cwd: tmpdir(),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: tmpdir(), LC_ALL: "C", TZ: "UTC" },
  });
  const lines: string[] = [];
  const keep = (chunk: Buffer) => {
    lines.push(chunk.toString("utf8"));
    if (lines.length > 50) lines.shift();
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const exited = new Promise<void>(resolve => {
    child.once("error", error => {
      lines.push(error.message);
      resolve();
    });
    child.once("exit", () => resolve());
  });
  return { child, exited, output: () => lines.join("") };
}

/** Asks until the server answers: its log is no reliable sign (recovery also says "ready" early for standbys, and words change with the language). */
async function waitUntilReady(input: { server: Running; url: string }): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let gone = false;
  void input.server.exited.then(() => {
    gone = true;
  });
  while (Date.now() < deadline) {
    if (gone) throw new Error(`PostgreSQL stopped while starting:\n${input.server.output()}`);
    const client = new Client({ connectionString: input.url });
    try {
      await client.connect();
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 40));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  input.server.child.kill("SIGQUIT");
  throw new Error(`PostgreSQL did not answer within ${READY_TIMEOUT_MS / 1000} s:\n${input.server.output()}`);
}
