import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Everything this checkout keeps between starts: the database, its passwords, the secrets, stamps. */
export const DATA = resolve(process.env.DOCKBRIDGE_DATA || ".data");

/** Makes the folder. Others may pass through (the database's own user must), but not look inside. */
export function ensureDataFolder(): void {
  try {
    mkdirSync(DATA, { recursive: true });
    if (process.getuid?.() === 0) chmodSync(DATA, 0o711);
  } catch (error) {
    throw new Error(`The folder ${DATA} can't be made: ${(error as Error).message}. Start as the user who owns this folder.`);
  }
}

/** Writes a private file in one step, so that a crash leaves the old one or the new one. */
export function writePrivate(name: string, text: string): void {
  const path = join(DATA, name);
  ensureDataFolder();
  const partial = `${path}.${process.pid}`;
  try {
    writeFileSync(partial, text, { mode: 0o600 });
    renameSync(partial, path);
  } catch (error) {
    throw new Error(`${path} can't be written: ${(error as Error).message}. Start as the user who owns the folder ${DATA}.`);
  }
}

/** The text of a file in the data folder, or null when there is none. */
export function readPrivate(name: string): string | null {
  const path = join(DATA, name);
  if (!existsSync(path)) return null;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`${path} can't be read: ${(error as Error).message}. Start as the user who owns the folder ${DATA}.`);
  }
}

/** Forgets a file of the data folder; that there is none is fine. */
export function removePrivate(name: string): void {
  rmSync(join(DATA, name), { force: true });
}
