import { type NextRequest, NextResponse } from "next/server";

/**
 * Sets a Content-Security-Policy with a fresh nonce and a request id. It decides about nothing else: who may see what is the guard's business, because
 * crafted requests have walked around checks placed here more than once.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  const requestId = crypto.randomUUID();
  headers.set("x-nonce", nonce);
  headers.set("x-request-id", requestId);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-request-id", requestId);
  if (!isStatic(request.nextUrl.pathname)) response.headers.set("cache-control", "no-store");
  return response;
}

/** Scripts run by nonce alone. `unsafe-eval` is what the development server's reload needs, and exists only there. */
function contentSecurityPolicy(nonce: string): string {
  const isDev = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const isStatic = (path: string): boolean => path.startsWith("/_next/") || /\.(?:svg|png|ico|woff2|txt)$/.test(path);

export const config = { matcher: "/((?!_next/static|_next/image).*)" };
