/** Runs a stack for Playwright in a process of its own: one line of JSON when it is up, the end when its input closes or it is told to stop. */
import { startStack } from "./stack";

const stack = await startStack({ port: Number(process.env.E2E_PORT) || undefined });
process.stdout.write(
  `${JSON.stringify({
    E2E_BASE_URL: stack.baseUrl,
    E2E_ACUMATICA_URL: stack.acumatica.url,
    E2E_SHIPSTATION_URL: stack.shipstation.url,
    E2E_DATABASE_URL: stack.databaseUrl,
    E2E_CRON_SECRET: stack.env.CRON_SECRET,
    E2E_VAULT_KEYS: stack.env.VAULT_KEYS,
  })}\n`,
);

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await stack.stop();
  process.exit(0);
}
process.stdin.resume();
process.stdin.on("end", () => void stop());
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
