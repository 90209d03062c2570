import type { HttpClient } from "@/lib/core/http-types";

/**
 * Gives the API sign-in back to the licence. Best effort: an instance that does not answer ends the session by itself within the hour.
 * The length header is spelled out because IIS answers 411 without it; sign-out never queues in Acumatica, so it is not metered here.
 */
export async function signOutQuietly(options: { http: HttpClient; baseUrl: string; accessToken: string }): Promise<void> {
  try {
    await options.http.send({
      method: "POST",
      url: `${options.baseUrl}/entity/auth/logout`,
      headers: { authorization: `Bearer ${options.accessToken}`, "content-length": "0" },
      body: "",
      label: "acumatica.logout",
      timeoutMs: 10_000,
      unmetered: true,
    });
  } catch {
    // The seat is freed when the token ends; nothing else depends on this call.
  }
}
