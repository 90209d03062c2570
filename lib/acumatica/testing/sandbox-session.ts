import { systemClock } from "@/lib/core/clock";
import { closeConnections, createHttpClient } from "@/lib/core/http-client";
import type { HttpClient } from "@/lib/core/http-types";
import { createOutboundPolicy } from "@/lib/core/outbound-policy";
import { type AcumaticaSandbox, type AcumaticaSandboxOptions, startAcumaticaSandbox } from "@/sandbox/acumatica/start";
import type { AcumaticaCredentials } from "../credentials";
import { type AcumaticaSession, createAcumaticaSession, type SessionTimeouts } from "../session";
import { createMemoryTokenStore, type MemoryTokenStore } from "./memory-token-store";

/** The sandbox's seeded application and user, as its README gives them. */
const SANDBOX_SIGN_IN = {
  grant: "password",
  clientId: "5A9D0C1E-3B7F-4C68-9D2A-0E4B6F8A1C3D@Sandbox",
  clientSecret: "sandbox-secret",
  username: "dockbridge",
  password: "sandbox-password",
} as const;

export interface SandboxWorld extends AsyncDisposable {
  sandbox: AcumaticaSandbox;
  http: HttpClient;
  credentials: AcumaticaCredentials;
  /** One more process on the same store. */
  open(tokens?: MemoryTokenStore, timeouts?: Partial<SessionTimeouts>): AcumaticaSession;
  /** Calls the sandbox has seen, as `METHOD path?query`, decoded. */
  calls(): string[];
}

/** A sandbox of the test's own below a virtual directory, and the house's own client pointed at it. */
export async function startSandboxWorld(options: AcumaticaSandboxOptions = {}): Promise<SandboxWorld> {
  const sandbox = await startAcumaticaSandbox(options);
  const policy = createOutboundPolicy({ allow: `127.0.0.1:${sandbox.port},localhost:${sandbox.port}` });
  const inner = createHttpClient({ policy, clock: systemClock });
  const calls: string[] = [];
  const http: HttpClient = {
    send(request) {
      calls.push(`${request.method} ${decodeURIComponent(request.url.slice(request.url.indexOf("/AcmeERP") + 8))}`);
      return inner.send(request);
    },
  };
  const credentials: AcumaticaCredentials = { ...SANDBOX_SIGN_IN, instanceUrl: `${sandbox.url}/AcmeERP` };
  return {
    sandbox,
    http,
    credentials,
    open: (tokens = createMemoryTokenStore(), timeouts = {}) =>
      createAcumaticaSession({
        http,
        clock: systemClock,
        tokens,
        credentials,
        timeouts,
        settings: { endpointName: "Default", endpointVersion: "24.200.001", scope: "api offline_access" },
      }),
    calls: () => calls,
    async [Symbol.asyncDispose]() {
      await closeConnections(policy);
      await sandbox.close();
    },
  };
}
