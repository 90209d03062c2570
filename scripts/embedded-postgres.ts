import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { DATA, ensureDataFolder, readPrivate, writePrivate } from "./data-folder";
import { canReach, findServerUser } from "./postgres/binaries";
import { type Cluster, findRunningServer, MARKER, startCluster } from "./postgres/cluster";
import { findFreePort, isPortFree } from "./postgres/free-port";
import { ensureAppDatabase } from "./postgres/role";
import { isProcessAlive, waitForExit } from "./process-alive";

/** What must survive between starts, in .data/postgres.json. */
interface State {
  port: number;
  dataDir: string;
  superPassword: string;
  appPassword: string;
}

export interface EmbeddedPostgres {
  /** Connection string of the app's ordinary role. */
  url: string;
  /** Resolves when the server is gone. */
  exited: Promise<void>;
  /** Ends the server, unless another process of ours started it and still needs it. */
  stop(): Promise<void>;
}

const STATE = "postgres.json";
const OWNER = "postgres.owner";
const LOCK = "postgres.lock";
const DATABASE = "dockbridge";

/**
 * The PostgreSQL of this checkout: started when it is down, joined when it runs. Copes with everything an earlier start may have left: a killed
 * launcher, a stale pid file, an unfinished initdb, a port that somebody else took meanwhile. Works for root and for an ordinary user.
 */
export async function startEmbeddedPostgres(): Promise<EmbeddedPostgres> {
  ensureDataFolder();
  const release = await takeLock();
  try {
    const state = loadState();
    const running = findRunningServer(state.dataDir);
    const cluster = running ? joinServer(running, state) : await start(state);
    const url = await ensureAppDatabase(cluster, { password: state.appPassword, database: DATABASE });
    return { url, exited: cluster.exited, stop: () => cluster.stop() };
  } finally {
    release();
  }
}

async function start(state: State): Promise<Cluster> {
  if (!(await isPortFree(state.port, "127.0.0.1"))) {
    state.port = await findFreePort();
    saveState(state);
  }
  const cluster = await startCluster({
    dataDir: state.dataDir,
    spareDir: join(state.dataDir, "..", "postgres-programs"),
    port: state.port,
    superPassword: state.superPassword,
    durable: true,
  });
  writePrivate(OWNER, String(process.pid));
  return cluster;
}

/** A server that runs already. When the process that started it is alive it stays that process's; otherwise it becomes ours. */
function joinServer(running: { pid: number; port: number }, state: State): Cluster {
  const owner = Number(readPrivate(OWNER) ?? "0");
  const isOurs = !(owner > 0 && isProcessAlive(owner));
  if (isOurs) writePrivate(OWNER, String(process.pid));
  return {
    port: running.port,
    superUrl: (database = "postgres") => `postgresql://postgres:${state.superPassword}@127.0.0.1:${running.port}/${database}`,
    exited: watchExit(running.pid),
    async stop() {
      if (!isOurs) return;
      process.kill(running.pid, "SIGINT");
      await waitForExit(running.pid, 30_000);
    },
  };
}

function watchExit(pid: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setInterval(() => {
      if (isProcessAlive(pid)) return;
      clearInterval(timer);
      resolve();
    }, 500);
    timer.unref();
  });
}

function loadState(): State {
  const text = readPrivate(STATE);
  if (text) return withDataDir(JSON.parse(text) as State, dir => resolve(DATA, dir));
  const password = () => randomBytes(18).toString("base64url");
  const state: State = { port: 5470, dataDir: chooseDataDir(), superPassword: password(), appPassword: password() };
  if (existsSync(join(state.dataDir, MARKER))) {
    throw new Error(
      `${state.dataDir} holds a database, but its passwords are gone: put ${join(DATA, STATE)} back, or move the database away to begin anew.`,
    );
  }
  saveState(state);
  return state;
}

function saveState(state: State): void {
  writePrivate(STATE, `${JSON.stringify(withDataDir(state, storedPath), null, 2)}\n`);
}

/** Relative while it is inside .data, so that the checkout can be moved. */
function storedPath(dataDir: string): string {
  const path = relative(DATA, dataDir);
  return path.startsWith("..") ? dataDir : path;
}

function withDataDir(state: State, change: (dataDir: string) => string): State {
  return { ...state, dataDir: change(state.dataDir) };
}

/** Inside .data; or, when the server's user can't enter this checkout (a closed home folder, say), a folder of the machine. */
function chooseDataDir(): string {
  const user = findServerUser();
  if (canReach(DATA, user)) return join(DATA, "postgres");
  const mark = createHash("sha256").update(DATA).digest("hex").slice(0, 12);
  for (const base of ["/var/lib", "/var/tmp", "/tmp"]) {
    const home = join(base, `dockbridge-${mark}`);
    try {
      mkdirSync(home, { recursive: true, mode: 0o755 });
      if (canReach(home, user)) return join(home, "postgres");
    } catch {
      // Not writable: the next one.
    }
  }
  throw new Error(
    `PostgreSQL runs as another user than root, and that user can't enter ${DATA}. Move the checkout, or start as an ordinary user.`,
  );
}

/** One start at a time per checkout. A lock whose holder is gone counts for nothing. */
async function takeLock(): Promise<() => void> {
  const path = join(DATA, LOCK);
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx", mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = Number(readPrivate(LOCK) || "0");
      if (holder > 0 && !isProcessAlive(holder)) rmSync(path, { force: true });
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}
