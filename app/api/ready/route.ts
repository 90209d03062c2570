import { getRuntime } from "@/lib/connections/create-runtime";
import { type Readiness, readReadiness } from "@/lib/db/readiness";

const NOTHING: Readiness = { database: false, migrations: false, queue: false };

/** Readiness: database, migrations, queue. 503 until all three are there; says which is not, and nothing of why. */
export async function GET(): Promise<Response> {
  const checks = await getRuntime().then(
    ({ db }) => readReadiness(db),
    () => NOTHING,
  );
  const ok = Object.values(checks).every(Boolean);
  return Response.json({ ok, checks }, { status: ok ? 200 : 503, headers: { "cache-control": "no-store" } });
}
