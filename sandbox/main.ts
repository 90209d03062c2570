import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startAcumaticaSandbox } from "./acumatica/start";

/** The part of a sandbox this starter needs; every vendor's sandbox has it. */
interface RunningSandbox {
  url: string;
  close(): Promise<void>;
}

interface ShipStationModule {
  startShipStationSandbox(options: { port: number; dataDir?: string }): Promise<RunningSandbox>;
}

const FIRST_SEED = { orders: 200, shipments: 40, spreadDays: 7 };

function portOf(name: string, fallback: number): number {
  return Number(process.env[name] ?? fallback);
}

/** The ShipStation sandbox is started when it is part of this checkout. */
async function startShipStation(dataDir: { dataDir?: string }): Promise<RunningSandbox[]> {
  const file = join(fileURLToPath(new URL(".", import.meta.url)), "shipstation", "start.ts");
  if (!existsSync(file)) return [];
  const module = (await import(file)) as ShipStationModule;
  return [await module.startShipStationSandbox({ port: portOf("SANDBOX_SHIPSTATION_PORT", 4020), ...dataDir })];
}

async function main(): Promise<void> {
  const folder = process.env.SANDBOX_DATA_DIR;
  const dataDir = folder ? { dataDir: folder } : {};
  const acumatica = await startAcumaticaSandbox({ port: portOf("SANDBOX_ACUMATICA_PORT", 4010), seed: FIRST_SEED, ...dataDir });
  process.stdout.write(`Acumatica sandbox ready at ${acumatica.url}\n`);
  const others = await startShipStation(dataDir);
  for (const other of others) process.stdout.write(`ShipStation sandbox ready at ${other.url}\n`);
  const stop = () => {
    Promise.all([acumatica, ...others].map(sandbox => sandbox.close())).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

await main();
