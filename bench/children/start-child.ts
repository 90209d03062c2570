import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { TYPESCRIPT } from "@/scripts/run-program";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** A process of our own, spoken to by messages. */
export interface Child<Question, Answer> {
  /** The next message of the child. Rejects when it ends instead. */
  next(): Promise<Answer>;
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts `bench/main.ts <command>` in a process of its own, as `npm run worker` starts the worker. Its errors are shown. */
export function startChild<Question extends string, Answer>(
  command: "child-sandbox" | "child-worker",
  options: { env: Record<string, string>; nodeArgs?: string[] },
): Child<Question, Answer> {
  const child = fork(MAIN, [command], {
    execArgv: [...(options.nodeArgs ?? []), ...TYPESCRIPT],
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const next = () => nextMessage<Answer>(child, command);
  return {
    next,
    async ask(question) {
      const answer = next();
      child.send(question);
      return answer;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function nextMessage<Answer>(child: ChildProcess, name: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${name} ended with code ${code}`));
    child.once("exit", onExit);
    child.once("message", answer => {
      child.off("exit", onExit);
      resolve(answer as Answer);
    });
  });
}
