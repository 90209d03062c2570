import type { TestProject } from "vitest/node";
import { ensureAppDatabase } from "@/scripts/postgres/role";
import { startThrowawayCluster } from "@/scripts/postgres/throwaway";
import { migrate } from "../migrate";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { port: number; superPassword: string; appPassword: string; template: string };
  }
}

const TEMPLATE = "dockbridge_template";
const APP_PASSWORD = "app";

/** One PostgreSQL per test run with a migrated template; each test file clones it (see test-db). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startThrowawayCluster();
  try {
    const url = await ensureAppDatabase(cluster, { password: APP_PASSWORD, database: TEMPLATE });
    await migrate({ url });
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  project.provide("postgres", {
    port: cluster.port,
    superPassword: new URL(cluster.superUrl()).password,
    appPassword: APP_PASSWORD,
    template: TEMPLATE,
  });
  return () => cluster.stop();
}
