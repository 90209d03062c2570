import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { SandboxResponse } from "../../shared/exchange";

let rendered: SandboxResponse | null = null;

function read(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
}

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** The page's modules as one script, so that the page is a single answer. They share one scope, hence no imports. */
function joinScripts(names: string[]): string {
  return names
    .map(name =>
      read(name)
        .replace(/^import [^;]+;\n/gm, "")
        .replace(/^export \{[^}]*\};\n/gm, ""),
    )
    .join("\n");
}

/** The page on which people play warehouse: one HTML answer, style and script inside, nothing from elsewhere. */
export function renderPage(): SandboxResponse {
  if (rendered) return rendered;
  const style = ["tokens.css", "floor.css", "parts.css", "narrow.css"].map(read).join("");
  const script = joinScripts(["dom.js", "list.js", "detail-parts.js", "detail.js", "floor.js"]);
  const html = read("floor.html")
    .replace(/<style>.*?<\/style>/s, () => `<style>${style}</style>`)
    .replace(/<script type="module">.*?<\/script>/s, () => `<script type="module">${script}</script>`);
  const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
  rendered = {
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy, "x-content-type-options": "nosniff" },
    body: html,
  };
  return rendered;
}
