import type { SandboxReady, SandboxSetup } from "./messages";

/** One vendor's sandbox in a process of its own. Tells where it listens; answers every message with the processor time used so far (ms). */
export async function serveSandbox(): Promise<void> {
  const { vendor } = JSON.parse(process.env.BENCH_SETUP ?? "{}") as SandboxSetup;
  const sandbox =
    vendor === "acumatica"
      ? await (await import("@/sandbox/acumatica/start")).startAcumaticaSandbox({})
      : await (await import("@/sandbox/shipstation/start")).startShipStationSandbox({
          switches: { rateLimit: 10_000_000, webhooks: false },
        });
  const ready: SandboxReady = { url: sandbox.url, port: sandbox.port };
  process.send?.(ready);
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1_000);
  });
  process.once("SIGTERM", () => void sandbox.close().then(() => process.exit(0)));
}
