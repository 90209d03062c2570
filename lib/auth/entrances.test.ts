import { globSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { Operation } from "@/lib/api/operation";
import { operations } from "@/lib/api/operations/operations";
import { PERMISSION_NAMES } from "./permissions";

/**
 * Every way in is read from the file tree, so that a new page, action or route without the guard fails here before anybody has to remember it. The sources are
 * parsed, not searched: a guard in a comment, or in a helper that nobody calls, guards nothing.
 */

/** Ways in for people who are not signed in, and for machines with a proof of their own. Each names that proof, which must be called. */
const PUBLIC: Record<string, { why: string; proof?: string }> = {
  "app/(auth)/sign-in/page.tsx": { why: "the door itself" },
  "app/(auth)/welcome/page.tsx": { why: "only while nobody has an account", proof: "hasUsers" },
  "app/(auth)/actions.ts#signInAction": { why: "the door itself", proof: "isOwnForm" },
  "app/(auth)/actions.ts#createFirstAccountAction": { why: "only while nobody has an account", proof: "isOwnForm" },
  "app/api/auth/[...nextauth]/route.ts#GET": { why: "the sign-in library", proof: "pinned" },
  "app/api/auth/[...nextauth]/route.ts#POST": { why: "the sign-in library", proof: "pinned" },
  "app/api/cron/sync/route.ts#GET": { why: "a platform's cron, by bearer", proof: "isCronCall" },
  "app/api/cron/sync/route.ts#POST": { why: "a platform's cron, by bearer", proof: "isCronCall" },
  "app/api/health/route.ts#GET": { why: "liveness; asks nothing of anybody" },
  "app/api/ready/route.ts#GET": { why: "readiness; three yes or no" },
  "app/api/v1/openapi.json/route.ts#GET": { why: "describes the API; holds nothing of anybody's" },
  "app/api/webhooks/shipstation/[token]/route.ts#POST": { why: "a warehouse, by the secret in its address", proof: "receiveWebhook" },
};

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** What a page file may export besides itself without asking anybody anything. */
const SILENT: ReadonlySet<string> = new Set(["metadata", "viewport", "dynamic", "revalidate", "maxDuration", "runtime"]);

interface Exported {
  name: string;
  node: ts.Node;
}

const parse = (path: string, text: string) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);

function exportsOf(source: ts.SourceFile): Exported[] {
  return source.statements.flatMap((statement): Exported[] => {
    if (ts.isExportDeclaration(statement) && !statement.isTypeOnly) return [{ name: statement.getText(), node: statement }];
    if (ts.isExportAssignment(statement)) return [{ name: "default", node: statement }];
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some(modifier => modifier.kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return [];
    const isDefault = modifiers.some(modifier => modifier.kind === ts.SyntaxKind.DefaultKeyword);
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(node => ({ name: node.name.getText(), node }));
    if (ts.isFunctionDeclaration(statement)) return [{ name: isDefault ? "default" : (statement.name?.text ?? ""), node: statement }];
    return [{ name: statement.getText().slice(0, 40), node: statement }];
  });
}

/** Every call below a node; a function of the same file that is named there counts as if it stood there. */
function callsIn(source: ts.SourceFile, node: ts.Node, seen = new Set<ts.Node>()): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isCallExpression(child)) found.push(child);
    if (ts.isIdentifier(child)) {
      const local = source.statements.find(one => ts.isFunctionDeclaration(one) && one.name?.text === child.text);
      if (local && !seen.has(local)) {
        seen.add(local);
        found.push(...callsIn(source, local, seen));
      }
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

/** `name(<a permission that exists, or null>)`. */
function names(call: ts.CallExpression, guard: string): boolean {
  const [asked] = call.arguments;
  if (call.expression.getText() !== guard || !asked) return false;
  return asked.kind === ts.SyntaxKind.NullKeyword || (ts.isStringLiteral(asked) && (PERMISSION_NAMES as string[]).includes(asked.text));
}

function hasProof(source: ts.SourceFile, exported: Exported, key: string): boolean {
  const open = PUBLIC[key];
  if (!open) return false;
  return !open.proof || callsIn(source, exported.node).some(call => call.expression.getText() === open.proof);
}

function checkPage(path: string, text: string): string[] {
  const source = parse(path, text);
  return exportsOf(source)
    .filter(one => !SILENT.has(one.name))
    .filter(one => !hasProof(source, one, path) && !callsIn(source, one.node).some(call => names(call, "guardPage")))
    .map(one => `${path}#${one.name}`);
}

function checkActions(path: string, text: string): string[] {
  const source = parse(path, text);
  return exportsOf(source)
    .filter(one => {
      if (hasProof(source, one, `${path}#${one.name}`)) return false;
      const calls = callsIn(source, one.node);
      return !calls.some(call => names(call, "guarded") || names(call, "requireScope"));
    })
    .map(one => `${path}#${one.name}`);
}

function checkRoute(path: string, text: string): string[] {
  const source = parse(path, text);
  return exportsOf(source).flatMap(one => {
    const key = `${path}#${one.name}`;
    if (hasProof(source, one, key) || SILENT.has(one.name)) return [];
    if (!METHODS.has(one.name) || !ts.isVariableDeclaration(one.node) || !one.node.initializer) return [key];
    return isOperation(one.node.initializer, { method: one.name, path }) ? [] : [key];
  });
}

/** `handle(operations.x, …)`, where x is declared for this very method and address. */
function isOperation(node: ts.Expression, at: { method: string; path: string }): boolean {
  if (!ts.isCallExpression(node) || node.expression.getText() !== "handle") return false;
  const name = /^operations\.(\w+)$/.exec(node.arguments[0]?.getText() ?? "")?.[1] ?? "";
  const declared: Operation | undefined = (operations as Record<string, unknown>)[name] as Operation | undefined;
  const address = at.path
    .replace(/^app/, "")
    .replace(/\/route\.ts$/, "")
    .replace(/\[(\w+)\]/g, "{$1}");
  return declared?.method === at.method && declared.path === address;
}

const read = (path: string) => readFileSync(path, "utf8");
const found = (pattern: string) => globSync(pattern).map(path => path.replaceAll("\\", "/"));
const pages = [...found("app/**/page.{ts,tsx}"), ...found("app/(console)/**/{layout,template,default}.{ts,tsx}")];
const routes = found("app/**/route.{ts,tsx}");
const sources = [...found("app/**/*.{ts,tsx}"), ...found("components/**/*.{ts,tsx}"), ...found("lib/**/*.{ts,tsx}")].filter(
  path => !path.includes(".test.") && !path.includes("/generated/"),
);
const DIRECTIVE = /^\s*["']use server["']/m;

describe("every way in", () => {
  it("is looked at: the tree holds pages, routes and actions", () => {
    expect(pages.length).toBeGreaterThan(12);
    expect(routes.length).toBeGreaterThan(20);
  });

  it("pages and the layout of the console ask the guard for a declared permission; others are on the list", () => {
    expect(pages.flatMap(path => checkPage(path, read(path)))).toEqual([]);
  });

  it("routes are operations under their own method and address; others are on the list with a proof of their own", () => {
    expect(routes.flatMap(path => checkRoute(path, read(path)))).toEqual([]);
  });

  it("server actions stand in files of their own and ask the guard for a declared permission; others are on the list", () => {
    const files = sources.filter(path => DIRECTIVE.test(read(path)));
    expect(files.filter(path => !/^app\/.*actions\.ts$/.test(path) || !/^"use server";/.test(read(path)))).toEqual([]);
    expect(files.flatMap(path => checkActions(path, read(path)))).toEqual([]);
  });

  it("has no list entry that leads nowhere", () => {
    const there = [...pages, ...routes, ...sources.filter(path => path.endsWith("actions.ts"))];
    expect(Object.keys(PUBLIC).filter(key => !there.includes(key.split("#")[0] ?? ""))).toEqual([]);
  });

  it("changes nothing on a right to read", () => {
    const changing = Object.values(operations).filter(one => one.method !== "GET");
    expect(changing.filter(one => one.permission.endsWith(":read")).map(one => one.id)).toEqual([]);
  });
});

describe("an entrance without the guard would be caught", () => {
  const at = "app/(console)/new/page.tsx";
  it.each([
    ["a page without it", "export default async function P() { return null; }"],
    ["a page with it in a comment", "export default async function P() { /* guardPage(null) */ return null; }"],
    [
      "a page with it in a function nobody calls",
      "async function g() { await guardPage(null); }\nexport default async function P() { return 1; }",
    ],
    ["a page that names an unknown right", 'export default async function P() { await guardPage("orders:peek"); }'],
    ["a page whose right is not written down", "export default async function P() { await guardPage(right()); }"],
    [
      "metadata that reads without asking",
      "export async function generateMetadata() { return readOrder(); }\nexport default async function P() { await guardPage(null); }",
    ],
    ["a page handed on from elsewhere", 'export { default } from "./other";'],
  ])("%s", (_what, text) => {
    expect(checkPage(at, text)).toHaveLength(1);
  });

  it.each([
    ["a plain function", "export async function act() { await db.order.deleteMany(); }"],
    ["a client without the guard", "export const act = client.inputSchema(schema).action(async () => 1);"],
    ["an unknown right", 'export const act = guarded("orders:anything").action(async () => 1);'],
  ])("an action that is %s", (_what, text) => {
    expect(checkActions("app/(console)/new/actions.ts", text)).toHaveLength(1);
  });

  it.each([
    ["a plain function", "export function GET() { return Response.json(1); }"],
    ["another address's operation", "export const GET = handle(operations.listOrders, work);"],
    ["another method's operation", "export const POST = handle(operations.listRuns, work);"],
  ])("a route that is %s", (_what, text) => {
    expect(checkRoute("app/api/v1/runs/route.ts", text)).toHaveLength(1);
  });

  it("a listed entrance that dropped its proof", () => {
    expect(checkRoute("app/api/cron/sync/route.ts", "export async function GET() { return runCronSync(); }")).toHaveLength(1);
  });
});
