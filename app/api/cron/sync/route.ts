import { isCronCall } from "@/lib/api/cron-secret";
import { problemResponse } from "@/lib/api/problem-response";
import { reportFailure } from "@/lib/api/report-failure";
import { UnauthenticatedError } from "@/lib/auth/authorise";
import { newId } from "@/lib/core/ids";
import { getEnv } from "@/lib/env/get-env";
import { runCronSync } from "@/lib/worker/cron-sync";

/** The platform's own limit; the work stops by SYNC_BUDGET_MS before it. */
export const maxDuration = 60;

/** What a platform's cron calls, with the bearer it was given. The one place where the web process works the loop itself. */
async function sync(request: Request): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? newId();
  try {
    if (!isCronCall(request.headers, getEnv().cronSecret)) throw new UnauthenticatedError();
    return Response.json(await runCronSync(), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    const response = problemResponse(error, requestId);
    if (response.status >= 500) await reportFailure("cron sync failed", { requestId, error });
    return response;
  }
}

export const GET = sync;
export const POST = sync;
