import { parseInstanceUrl } from "@/lib/acumatica/instance-url";
import type { StoreCredentialsInput } from "@/lib/api/schemas/store";
import { InvalidInputError } from "@/lib/core/errors";
import { HttpError } from "@/lib/core/http-types";
import type { OutboundPolicy } from "@/lib/core/outbound-policy";
import type { StoreSignIn } from "@/lib/db/stores";

/**
 * The shown half of typed credentials, as it will be used: a pasted `/t/<tenant>` becomes the tenant, page addresses lose their page. A Client ID without its
 * tenant is kept as typed: the proof test names it, with the step that repairs it.
 * Throws InvalidInputError on `credentials.instanceUrl` for text that is no address, or an address we may not call.
 */
export function toSignIn(input: Omit<StoreCredentialsInput, "clientSecret" | "password">, policy: OutboundPolicy): StoreSignIn {
  const parsed = parseInstanceUrl(input.instanceUrl);
  if (!parsed.ok) throw new InvalidInputError({ field: "credentials.instanceUrl", message: parsed.message });
  assertMayCall(policy, { url: parsed.baseUrl, field: "credentials.instanceUrl" });
  return {
    grant: "password",
    instanceUrl: parsed.baseUrl,
    clientId: input.clientId,
    username: input.username,
    tenant: input.tenant || parsed.tenant || "",
  };
}

/** Throws InvalidInputError on `field` when the address is not one we may call. Makes no connection. */
export function assertMayCall(policy: OutboundPolicy, target: { url: string; field: string }): void {
  try {
    policy.checkUrl(target.url);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw new InvalidInputError({
      field: target.field,
      message: error.userMessage,
      nextStep: "For an instance in your own network, the operator of Dockbridge adds its host:port to OUTBOUND_ALLOW.",
    });
  }
}
