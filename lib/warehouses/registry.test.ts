import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { NotFoundError } from "@/lib/core/errors";
import { findWarehouseAdapter, warehouseAdapters } from "./registry";

const room = (path: string) => fileURLToPath(new URL(path, import.meta.url));

describe.each(warehouseAdapters.map(adapter => adapter.definition))("the catalogue entry of $name", definition => {
  it("has a README that names the vendor's limits, and a battery test", () => {
    const readme = readFileSync(room(`./${definition.key}/README.md`), "utf8");
    expect(readme).toMatch(/limit/i);
    expect(readFileSync(room(`./${definition.key}/${definition.key}.battery.test.ts`), "utf8")).toContain("describeWarehouse(");
  });

  it("has a letter mark, a summary, and a sandbox to try it with", () => {
    expect(definition.mark).toMatch(/^\p{L}{1,2}$/u);
    expect(definition.summary).toMatch(/\.$/);
    expect(existsSync(room(`../../sandbox/${definition.key}/start.ts`))).toBe(true);
  });

  it("describes each credential field well enough to make a form from it: label, help, where to find it, an example its own pattern accepts", () => {
    for (const field of definition.credentialFields) {
      expect(
        Object.values(field).every(value => value !== ""),
        field.name,
      ).toBe(true);
      if (field.pattern) expect(field.example).toMatch(new RegExp(field.pattern));
    }
    expect(definition.credentialFields.some(field => field.secret)).toBe(true);
  });
});

it("finds an adapter by its key and says so when there is none", () => {
  for (const adapter of warehouseAdapters) expect(findWarehouseAdapter(adapter.definition.key)).toBe(adapter);
  expect(() => findWarehouseAdapter("nowhere")).toThrow(NotFoundError);
});

it("lists every adapter folder, and no key twice", () => {
  const folders = readdirSync(room(".")).filter(name => name !== "testing" && statSync(room(`./${name}`)).isDirectory());
  expect(warehouseAdapters.map(adapter => adapter.definition.key).sort()).toEqual(folders.sort());
});
