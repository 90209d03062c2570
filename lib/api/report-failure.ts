import { getRuntime } from "@/lib/connections/create-runtime";
import { createLogger, type LogFields } from "@/lib/core/logger";

/**
 * Tells our log of a failure that the caller gets a reference for. Works also when the failure is that there is no runtime: no database, a wrong key. Never
 * throws, because the answer must still leave.
 */
export async function reportFailure(message: string, fields: LogFields): Promise<void> {
  const logger = await runtimeLogger().catch(() => createLogger());
  logger.error(message, fields);
}

async function runtimeLogger() {
  return (await getRuntime()).logger;
}
