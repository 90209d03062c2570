import { NextRequest } from "next/server";
import { describe, expect, it, vi } from "vitest";
import { proxy } from "./proxy";

const answer = (headers: Record<string, string> = {}, path = "/orders") =>
  proxy(new NextRequest(`http://localhost:3000${path}`, { headers }));
const directives = (policy: string | null) =>
  new Map((policy ?? "").split("; ").map(part => [part.split(" ")[0] ?? "", part.split(" ").slice(1)] as const));

describe("every page", () => {
  it("runs scripts by a fresh nonce alone: nothing inline, nothing evaluated, nothing from elsewhere", () => {
    const policies = [answer(), answer()].map(response => directives(response.headers.get("content-security-policy")));
    const [first, second] = policies.map(policy => policy.get("script-src") ?? []);
    expect(first?.filter(source => !source.startsWith("'nonce-"))).toEqual(["'self'", "'strict-dynamic'"]);
    expect(first?.[1]).toMatch(/^'nonce-[A-Za-z0-9+/]{22}=='$/);
    expect(first).not.toEqual(second);
    const fixed = Object.fromEntries([...(policies[0] ?? [])].filter(([name]) => /^(object|base|frame|form|default)/.test(name)));
    expect(fixed).toEqual({
      "default-src": ["'self'"],
      "object-src": ["'none'"],
      "base-uri": ["'none'"],
      "form-action": ["'self'"],
      "frame-ancestors": ["'none'"],
    });
  });

  it("is never kept by a cache", () => {
    expect(answer().headers.get("cache-control")).toBe("no-store");
  });

  it("takes neither nonce, policy nor request id from the caller", () => {
    const forged = { "x-nonce": "forged", "content-security-policy": "script-src *", "x-request-id": "forged" };
    const told = JSON.stringify([...answer(forged).headers]);
    expect(told).not.toMatch(/forged|script-src \*/);
  });

  it("decides about nothing: headers that made others skip their checks change no answer, because the guard does not stand here", () => {
    const plain = answer();
    const crafted: Record<string, string>[] = [
      { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
      { "x-middleware-subrequest": "src/middleware", "x-middleware-prefetch": "1" },
      { "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree", rsc: "1" },
      { "x-forwarded-host": "evil.test", "x-original-url": "/", "x-rewrite-url": "/" },
    ];
    for (const headers of crafted) {
      const response = answer(headers);
      expect([response.status, response.headers.get("location"), response.headers.get("x-middleware-rewrite")]).toEqual([
        plain.status,
        null,
        null,
      ]);
      expect(response.headers.get("content-security-policy")).toContain("'strict-dynamic'");
    }
  });

  it("may evaluate scripts where the development server reloads them, and there only", () => {
    vi.stubEnv("NODE_ENV", "development");
    expect(answer().headers.get("content-security-policy")).toContain("'unsafe-eval'");
    vi.stubEnv("NODE_ENV", "production");
    expect(answer().headers.get("content-security-policy")).not.toContain("unsafe-eval");
    vi.unstubAllEnvs();
  });
});
