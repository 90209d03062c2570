import { NextRequest } from "next/server";
import { handlers } from "@/lib/auth/auth";
import { getRuntime } from "@/lib/connections/create-runtime";

/**
 * The address is pinned to our own: what a Host header says decides nothing about where a sign-in leads. The session as JSON is not served; pages read it on
 * the server, and scripts have no use for it.
 */
async function pinned(request: NextRequest, handler: (request: NextRequest) => Promise<Response>): Promise<Response> {
  const { pathname, search } = request.nextUrl;
  if (pathname.endsWith("/session")) return new Response(null, { status: 404 });
  const { appUrl } = await getRuntime();
  return handler(new NextRequest(new URL(pathname + search, appUrl), request));
}

export const GET = (request: NextRequest) => pinned(request, handlers.GET);
export const POST = (request: NextRequest) => pinned(request, handlers.POST);
