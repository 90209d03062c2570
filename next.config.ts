import type { NextConfig } from "next";

/** The Content-Security-Policy is made per request, with its nonce, in proxy.ts. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-DNS-Prefetch-Control", value: "off" },
  { key: "X-Permitted-Cross-Domain-Policies", value: "none" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()" },
];

/** Browsers ignore it over plain http, and it must not be promised for a laptop's http://localhost. */
const HSTS = { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" };

const config: NextConfig = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  // Types are checked by `npm test` with this same configuration; a person who starts the product should not wait for them.
  typescript: { ignoreBuildErrors: true },
  // Native code, WebAssembly or modules that find their own files: left to Node instead of being bundled.
  serverExternalPackages: ["@node-rs/argon2", "@prisma/adapter-pg", "@prisma/client", "pg", "pg-boss", "pino", "undici"],
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
  async headers() {
    return [
      { source: "/:path*", headers: SECURITY_HEADERS },
      { source: "/:path*", headers: [HSTS], has: [{ type: "header", key: "x-forwarded-proto", value: "https" }] },
    ];
  },
};

export default config;
