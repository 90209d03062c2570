import { assertTenant, tenantOf } from "./credentials";
import { AcumaticaError } from "./errors";
import { checkEndpoint, listEndpoints } from "./offer";
import { checkAddress } from "./proof-address";
import { checkWarehouse, createSchemaChecks, readsRecords } from "./proof-reads";
import { failedWith, notApplicable, type ProofStage, type ProofTestOptions, passed, type StageOutcome } from "./proof-stages";
import { type AcumaticaSession, createAcumaticaSession } from "./session";
import type { StoredTokens } from "./token-store";

type Checks = Record<ProofStage, () => Promise<StageOutcome>> & { signOut(): Promise<void> };

/** The thirteen checks over one session that is opened by the token stage. */
export function createProofStages(options: ProofTestOptions): Checks {
  const { credentials, settings, needs, clock } = options;
  let opened: AcumaticaSession | null = null;
  let tokens: StoredTokens | null = null;
  let clockGapMs: number | null = null;
  const session = () => {
    opened ??= createAcumaticaSession(options);
    return opened;
  };
  const address = checkAddress(options);
  const schema = createSchemaChecks(session);

  return {
    address: address.reach,
    tls: address.tls,
    async token() {
      if (tenantOf(credentials.clientId) === null) return notApplicable("Not tried: the Client ID is cut off, see the next line.");
      try {
        assertTenant(credentials);
      } catch {
        return notApplicable("Not tried: Client ID and Tenant don't agree, see the next line.");
      }
      try {
        tokens = await session().signIn({ fresh: true });
        return passed("Acumatica accepts the Client ID, the Shared Secret and the integration user.");
      } catch (error) {
        return failedWith(error, { ends: true });
      }
    },
    async tenant() {
      try {
        return passed(`Signed in to the tenant “${assertTenant(credentials)}”, which the Client ID names.`);
      } catch (error) {
        return failedWith(error, { ends: true });
      }
    },
    async endpoint() {
      const offer = await listEndpoints(session());
      clockGapMs = offer.serverTime === undefined ? null : offer.serverTime.getTime() - clock.now().getTime();
      const check = checkEndpoint(offer, { name: settings.endpointName, version: settings.endpointVersion });
      const build = offer.build === undefined ? "" : ` Build ${offer.build}.`;
      if (check.offered) return passed(`${check.name}/${check.version} is offered.${build}`);
      const found = check.alternatives.slice(0, 8).map(one => `${one.name}/${one.version}`);
      return failedWith(
        new AcumaticaError({
          code: "unknown_endpoint",
          message: "endpoint not in the offer",
          userMessage: `This instance does not offer ${settings.endpointName}/${settings.endpointVersion}. It offers ${found.join(", ") || "none"}.`,
        }),
        { ends: true },
      );
    },
    sales_orders: () => readsRecords(session(), { kind: "SalesOrder", filter: { orderType: needs.orderType } }),
    shipments: () => readsRecords(session(), { kind: "Shipment", filter: {} }),
    stock_items: () => readsRecords(session(), { kind: "StockItem" }),
    write_shipment: schema.writeShipment,
    package_contents: async () =>
      needs.includePackageContents ? schema.packageContents() : notApplicable("Include package contents is off."),
    warehouse_id: async () => {
      if (needs.warehouseId === "") return notApplicable("No Default Warehouse ID is set.");
      const outcome = await checkWarehouse(session(), needs.warehouseId);
      if (needs.importViaShipments || outcome.ok !== true) return outcome;
      return passed(`${outcome.message} It has no effect while Import orders via shipments is off.`);
    },
    refresh_token: async () => checkRefreshToken(settings.scope, tokens),
    async limits() {
      const gap = clockGapMs === null ? 0 : Math.abs(clockGapMs);
      const skew = gap > 2 * 60_000 ? ` Its clock differs from ours by ${Math.round(gap / 60_000)} minutes, which we allow for.` : "";
      return passed(
        `Acumatica let all calls of this test through.${skew} Compare the throttle limit with License Monitoring Console (SM604000).`,
      );
    },
    async signOut() {
      await opened?.signOut();
    },
  };
}

function checkRefreshToken(scope: string, tokens: StoredTokens | null): StageOutcome {
  if (tokens?.refreshToken !== undefined) return passed("A refresh token was received.");
  if (!scope.split(/\s+/).includes("offline_access")) {
    return notApplicable("The scope has no offline_access: the password is sent again about every hour.");
  }
  return failedWith(
    new AcumaticaError({
      code: "scope_refused",
      message: "offline_access asked for, no refresh token received",
      userMessage: "Acumatica gave no refresh token, though the scope asks for one. The password is sent again about every hour.",
      nextStep: "Connected Applications (SM303010) → Refresh Tokens: choose Absolute or Sliding expiration.",
    }),
  );
}
