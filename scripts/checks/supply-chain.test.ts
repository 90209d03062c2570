import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  hasInstallScript?: boolean;
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, LockedPackage> };
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
};
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");

/** Lowest version without a known hole, and what the hole was. An audit needs the network; this list does not. */
const FLOOR: [name: string, lowest: string, why: string][] = [
  ["next", "16.4.6", "proxy bypass by segment prefetch and injected route parameters, WebSocket SSRF, script injection past CSP nonces"],
  ["react", "19.2.6", "code execution through server functions and its follow-ups (CVE-2025-55182, CVE-2026-23870)"],
  ["react-dom", "19.2.6", "code execution through server functions and its follow-ups (CVE-2025-55182, CVE-2026-23870)"],
  ["next-auth", "5.0.0-beta.32", "fails open on a configuration error (GHSA-8fpg-xm3f-6cx3), look-alike @ (GHSA-7rqj-j65f-68wh)"],
  ["pg-boss", "12.35.0", "half-open listener, old heartbeat on restored jobs"],
];

/** Order of two versions; a pre-release is lower than its release. */
function compareVersions(a: string, b: string): number {
  const parse = (text: string) => {
    const [core = "", pre] = text.split("-", 2);
    return {
      numbers: core.split(".").map(Number),
      pre: pre === undefined ? Number.POSITIVE_INFINITY : Number(/(\d+)$/.exec(pre)?.[1] ?? 0),
    };
  };
  const [left, right] = [parse(a), parse(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.pre === right.pre ? 0 : left.pre - right.pre;
}

describe("the supply chain", () => {
  it.each(FLOOR)("has no copy of %s below %s", (name, lowest) => {
    const copies = packages.filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`));
    expect(copies.length).toBeGreaterThan(0);
    expect(copies.filter(([, entry]) => compareVersions(entry.version ?? "0.0.0", lowest) < 0)).toEqual([]);
  });

  it("compares versions so that a lower one would be noticed", () => {
    expect(compareVersions("16.4.5", "16.4.6")).toBeLessThan(0);
    expect(compareVersions("5.0.0-beta.31", "5.0.0-beta.32")).toBeLessThan(0);
    expect(compareVersions("5.0.0", "5.0.0-beta.32")).toBeGreaterThan(0);
    expect(compareVersions("19.10.0", "19.2.6")).toBeGreaterThan(0);
  });

  it("takes packages from the npm registry alone: no other host, no git, no folder", () => {
    const elsewhere = packages.filter(
      ([, entry]) => entry.link || (entry.resolved !== undefined && !entry.resolved.startsWith("https://registry.npmjs.org/")),
    );
    expect(elsewhere).toEqual([]);
  });

  it("checks every package against its hash; only optional builds for other platforms may lack one", () => {
    const isForLinux = (entry: LockedPackage) =>
      (entry.os ?? ["linux"]).includes("linux") &&
      (entry.cpu ?? ["x64"]).some(cpu => cpu === "x64" || cpu === "arm64") &&
      !entry.libc?.includes("musl");
    const unchecked = packages.filter(([, entry]) => !entry.integrity && !entry.inBundle);
    expect(unchecked.filter(([, entry]) => !entry.optional || isForLinux(entry)).map(([path]) => path)).toEqual([]);
  });

  it("pins every direct dependency exactly", () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it("has a decision for every install script", () => {
    const names = packages
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
    expect([...new Set(names)].filter(name => !(name in manifest.allowScripts))).toEqual([]);
  });
});
