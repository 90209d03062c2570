import type { SandboxPorts } from "@/lib/connections/try-with-sandbox";
import type { Env } from "@/lib/env/parse-env";

/** Where the sandbox listens, or null where this installation has none. */
export function sandboxPorts(env: Env): SandboxPorts | null {
  return env.sandbox ? { acumatica: env.sandboxAcumaticaPort, shipstation: env.sandboxShipstationPort } : null;
}
