export interface StackInfo {
  baseUrl: string;
  /** Addresses of the sandboxes; each has its control under /__sandbox. */
  acumaticaUrl: string;
  shipstationUrl: string;
  databaseUrl: string;
  cronSecret: string;
}

/** Where the running stack is, for a Playwright test. */
export function stackInfo(): StackInfo {
  const read = (name: string) => {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set: run through \`npm test\` or \`npx playwright test\``);
    return value;
  };
  return {
    baseUrl: read("E2E_BASE_URL"),
    acumaticaUrl: read("E2E_ACUMATICA_URL"),
    shipstationUrl: read("E2E_SHIPSTATION_URL"),
    databaseUrl: read("E2E_DATABASE_URL"),
    cronSecret: read("E2E_CRON_SECRET"),
  };
}
