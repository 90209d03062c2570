/** `npm run migrate`: brings the database at DATABASE_URL to the newest schema. For deployments that do not use `npm start`. */
import { AppError } from "../lib/core/errors";
import { assertOrdinaryRole } from "../lib/db/check-role";
import { migrate } from "../lib/db/migrate";

try {
  const url = process.env.DATABASE_URL;
  if (!url) throw new AppError({ code: "env_invalid", message: "DATABASE_URL is not set." });
  await assertOrdinaryRole(url);
  const { applied } = await migrate({ url });
  console.log(applied.length > 0 ? `Applied: ${applied.join(", ")}` : "The database is up to date.");
} catch (error) {
  console.error(error instanceof AppError ? [error.message, error.nextStep].filter(Boolean).join("\n") : error);
  process.exitCode = 1;
}
