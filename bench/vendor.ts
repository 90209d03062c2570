import type { SandboxQuestion, SandboxReady, SandboxSetup } from "./children/messages";
import { startChild } from "./children/start-child";

/** A sandbox vendor in its own process. */
export interface Vendor {
  url: string;
  port: number;
  /** Its control endpoint; see the sandbox's README. */
  control<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T>;
  /** Every call takes this much longer from now on. */
  slowDown(ms: number): Promise<void>;
  /** API calls it has answered so far, from its journal. */
  calls(): Promise<number>;
  /** Processor time of its process so far, ms. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
}

export async function startVendor(vendor: SandboxSetup["vendor"]): Promise<Vendor> {
  const child = startChild<SandboxQuestion, SandboxReady | number>("child-sandbox", {
    env: { BENCH_SETUP: JSON.stringify({ vendor } satisfies SandboxSetup) },
  });
  const { url, port } = (await child.next()) as SandboxReady;
  const control = async <T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/__sandbox${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${vendor} sandbox: ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    url,
    port,
    control,
    async slowDown(ms) {
      if (ms > 0) await control("POST", "/faults", { times: -1, action: { type: "slow", ms } });
    },
    async calls() {
      return (await control<unknown[]>("GET", "/journal?kind=call")).length;
    },
    async cpuMs() {
      return (await child.ask("cpu")) as number;
    },
    stop: () => child.stop(),
  };
}
