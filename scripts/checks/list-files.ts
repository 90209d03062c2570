import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Our TypeScript files under `roots`, without what is generated. */
export function listFiles(roots: string[], accept = /\.tsx?$/): string[] {
  return roots.flatMap(root => walk(root)).filter(path => accept.test(path));
}

function walk(folder: string): string[] {
  let entries: import("node:fs").Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap(entry => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return entry.name === "generated" || entry.name === "node_modules" ? [] : walk(path);
  });
}
