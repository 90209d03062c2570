/** Liveness: this process answers. Asks nothing of anybody. */
export function GET(): Response {
  return Response.json({ ok: true }, { headers: { "cache-control": "no-store" } });
}
