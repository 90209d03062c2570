import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { listFiles } from "./list-files";

const isTest = (path: string) => /\.(test|spec)\.tsx?$/.test(path) || path.includes("/testing/");

/** `file:line` of every line that matches, in the files that are not tests. */
function find(pattern: RegExp, files: string[]): string[] {
  return files
    .filter(path => !isTest(path))
    .flatMap(path =>
      readFileSync(path, "utf8")
        .split("\n")
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
    );
}

/**
 * Settling a pg-boss job by its id alone lets a process whose job expired settle the newer attempt of another process. Only the form that
 * carries the attempt number, `complete(name, [{ id, retryCount }])`, is fenced; it lives in lib/queue.
 */
const UNFENCED = /\bboss\.(complete|fail|touch|cancel)\(/;

describe("the sources", () => {
  it("read the environment in lib/env alone (and where the sandbox, another program, starts)", () => {
    const files = listFiles(["lib", "app", "components", "sandbox"]).filter(
      path => !path.startsWith("lib/env/") && path !== "sandbox/main.ts",
    );
    expect(find(/process\.env\b/, files)).toEqual([]);
  });

  it("settle jobs through the fenced helper alone", () => {
    const files = listFiles(["lib", "app", "bench", "scripts"]);
    expect(
      find(
        UNFENCED,
        files.filter(path => path !== "lib/queue/queue.ts"),
      ),
    ).toEqual([]);
    const fenced = find(UNFENCED, ["lib/queue/queue.ts"]);
    expect(fenced.filter(line => !/attempt\(job\)/.test(line))).toEqual([]);
  });

  it.each(['boss.complete("channel", job.id)', "await boss.fail(QUEUE, id, error)"])("would be caught settling a job plainly: %s", line => {
    expect(UNFENCED.test(line)).toBe(true);
  });

  it("never page with OFFSET", () => {
    expect(find(/\boffset\s+(\$|\d)|\bskip:\s/i, listFiles(["lib/db", "lib/sync"]))).toEqual([]);
  });

  it("ask no font, script or style of another host", () => {
    const files = listFiles(["app", "components"], /\.(tsx?|css)$/);
    expect(find(/(src|href)=["']https?:\/\/|@import\s+["']?https?:|url\(["']?https?:|next\/font\/google/, files)).toEqual([]);
  });
});
