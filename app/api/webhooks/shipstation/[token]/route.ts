import { problemResponse } from "@/lib/api/problem-response";
import { readTextBody } from "@/lib/api/read-request";
import { reportFailure } from "@/lib/api/report-failure";
import { getRuntime } from "@/lib/connections/create-runtime";
import { NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { receiveWebhook } from "@/lib/sync/receive-webhook";

const BODY_BYTES_MAX = 64 * 1024;

/**
 * ShipStation calls here. The path token is the whole proof, as ShipStation V1 signs nothing; an unknown one is a 404. The delivery is stored and answered at
 * once; what it says is only a reason to go and look.
 */
export async function POST(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? newId();
  const { token } = await params;
  try {
    if (!/^[A-Za-z0-9_-]{43}$/.test(token)) throw new NotFoundError("webhook address");
    const rawBody = await readTextBody(request, BODY_BYTES_MAX);
    const runtime = await getRuntime();
    const receipt = await receiveWebhook({ runtime, token, rawBody, headers: Object.fromEntries(request.headers) });
    if (receipt.outcome === "unknown_token") throw new NotFoundError("webhook address");
    return Response.json({ ok: receipt.outcome !== "rejected" }, { status: receipt.outcome === "rejected" ? 400 : 200 });
  } catch (error) {
    const response = problemResponse(error, requestId);
    if (response.status >= 500) await reportFailure("webhook not stored", { requestId, error });
    return response;
  }
}
