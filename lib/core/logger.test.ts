import { expect, it } from "vitest";
import { AppError } from "./errors";
import { createLogger, type LogFields } from "./logger";

function capture(level = "debug") {
  const lines: string[] = [];
  return {
    logger: createLogger({ level, destination: { write: line => lines.push(line) } }),
    lines,
    last: () => JSON.parse(lines.at(-1) ?? "{}"),
  };
}

it("drops every field that is not on the list, and values that are no plain ones", () => {
  const { logger, lines } = capture();
  logger.info("sent", { runId: "r1", body: "canary", headers: { a: "canary" }, code: { deep: "canary" } } as unknown as LogFields);
  expect(lines.join()).not.toContain("canary");
  expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({ msg: "sent", runId: "r1" });
});

it("masks tokens and addresses of people even inside permitted fields and error texts", () => {
  const { logger, lines } = capture();
  logger.warn("refused", { label: "ada@example.com", error: new Error("Bearer canary-token for ada@example.com") });
  expect(lines.join()).not.toMatch(/ada@|canary-token/);
});

it("logs an error by name, code and stack, and its cause without the cause's text", () => {
  const { logger, last, lines } = capture();
  const cause = Object.assign(new Error("canary in a library's text"), { code: "ECONNRESET" });
  logger.error("call failed", { error: new AppError({ code: "timeout", message: "no answer", cause }) });
  expect(last().error).toMatchObject({ name: "AppError", code: "timeout", cause: { name: "Error", code: "ECONNRESET" } });
  expect(last().error.stack).toContain("no answer");
  expect(lines.join()).not.toContain("canary");
});

it("puts a child's fields on every line and honours the level", () => {
  const { logger, lines, last } = capture("info");
  const child = logger.child({ workspaceId: "w" });
  child.debug("unheard");
  child.info("heard", { count: 2 });
  expect(lines).toHaveLength(1);
  expect(last()).toMatchObject({ workspaceId: "w", count: 2, msg: "heard" });
});
