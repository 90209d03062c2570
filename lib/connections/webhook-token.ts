import { createHash, randomBytes } from "node:crypto";

/** The secret part of a warehouse's webhook address: 256 random bits, stored sealed and, to be found by, as its hash. */
export function createWebhookToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: createHash("sha256").update(token).digest("hex") };
}

export function webhookUrl(appUrl: string, request: { platform: string; token: string }): string {
  return `${appUrl}/api/webhooks/${request.platform}/${request.token}`;
}
