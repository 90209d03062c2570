import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, isPostgres, startCluster } from "./cluster";
import { findFreePort } from "./free-port";

const PREFIX = "dockbridge-pg-";

/** A PostgreSQL for one test run: under the temporary folder, without fsync unless it shall be `durable` as a real one, deleted by `stop`. */
export async function startThrowawayCluster(options: { durable?: boolean } = {}): Promise<Cluster> {
  sweepAbandoned();
  const home = mkdtempSync(join(tmpdir(), PREFIX));
  // The server's user must pass through on the way to its data folder.
  chmodSync(home, 0o755);
  writeFileSync(join(home, "owner.pid"), String(process.pid));
  const spareDir = join(tmpdir(), "dockbridge-spare");
  mkdirSync(spareDir, { recursive: true, mode: 0o755 });
  const cluster = await startCluster({
    dataDir: join(home, "data"),
    spareDir,
    port: await findFreePort(),
    superPassword: randomBytes(12).toString("hex"),
    durable: options.durable ?? false,
  });
  return {
    ...cluster,
    async stop() {
      await cluster.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A run that was killed leaves its server behind; the next run ends it. */
function sweepAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter(entry => entry.startsWith(PREFIX))) {
    const home = join(tmpdir(), name);
    const owner = readPid(join(home, "owner.pid"));
    if (owner === null || isAlive(owner)) continue;
    const server = readPid(join(home, "data", "postmaster.pid"));
    try {
      if (server !== null && isPostgres(server)) process.kill(server, "SIGQUIT");
      rmSync(home, { recursive: true, force: true });
    } catch {
      // Somebody else's: not ours to end.
    }
  }
}

function readPid(path: string): number | null {
  try {
    if (!existsSync(path)) return null;
    const pid = Number(readFileSync(path, "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
