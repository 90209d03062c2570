import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PERMISSION_NAMES } from "@/lib/auth/permissions";
import { openApiDocument } from "./openapi";
import { operations } from "./operations/operations";

const ROOT = join(import.meta.dirname, "../../app/api/v1");
type Json = Record<string, unknown>;
const document = openApiDocument() as { paths: Record<string, Record<string, Json>>; components: { schemas: Json } };

/** `GET /api/v1/orders/{id}` for every method that a route file exports, with the operation it names. */
function exported(): { name: string; operation: string | undefined }[] {
  const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter(
    file => file.endsWith("route.ts") && !file.startsWith("openapi.json"),
  );
  return files.flatMap(file => {
    const path = `/api/v1/${file.replace(/\/route\.ts$/, "").replace(/\[(\w+)\]/g, "{$1}")}`;
    const source = readFileSync(join(ROOT, file), "utf8");
    const methods = [...source.matchAll(/export const (GET|POST|PATCH|PUT|DELETE) = handle\(\s*operations\.(\w+)/g)];
    expect(methods.length, `${file} exports handlers that are not operations`).toBe(
      source.match(/export (const|function|async function)/g)?.length,
    );
    return methods.map(([, method, operation]) => ({ name: `${method} ${path}`, operation }));
  });
}

describe("the description of the API", () => {
  it("names every route there is, and no route that is not there", () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(
      exported()
        .map(route => route.name)
        .sort(),
    );
  });

  it("ties each route to the operation of its own method and address", () => {
    for (const { name, operation } of exported()) {
      const declared = Object.values(operations).find(one => one.id === operation);
      expect(`${declared?.method} ${declared?.path}`).toBe(name);
    }
  });

  it("gives every operation its own id, a permission of the table and a summary", () => {
    for (const [id, operation] of Object.entries(operations)) {
      expect(operation.id).toBe(id);
      expect(PERMISSION_NAMES).toContain(operation.permission);
      expect(operation.summary).not.toBe("");
    }
  });

  it("asks for no more than reading where nothing changes, and for more where something does", () => {
    for (const operation of Object.values(operations)) {
      expect(operation.permission.endsWith(":read"), operation.id).toBe(operation.method === "GET");
    }
  });

  it("points only at parts that are there", () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? "");
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references)
      expect(document.components.schemas).toHaveProperty([reference.replace("#/components/schemas/", "")]);
  });

  it("never describes a secret in an answer", () => {
    for (const name of ["Store", "Warehouse", "ApiKey"]) {
      const properties = JSON.stringify(document.components.schemas[name] ?? {});
      expect(properties).not.toMatch(/"(clientSecret|password|apiKey|apiSecret|hash)":/);
    }
  });
});
