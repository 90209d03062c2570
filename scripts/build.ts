/** `npm run build`: for deployments that build themselves (Vercel, an image). With DATABASE_URL set, the database is brought up to date first. */
import { assertOrdinaryRole } from "../lib/db/check-role";
import { migrate } from "../lib/db/migrate";
import { ensureBuild, ensureClient } from "./prepare";

const url = process.env.DATABASE_URL;
await ensureClient();
if (url) {
  await assertOrdinaryRole(url);
  await migrate({ url });
}
await ensureBuild();
