import { type Env, parseEnv } from "./parse-env";

let cached: Env | undefined;

/**
 * The settings of this process, read at the first call and never at import: a build has no settings. Throws EnvError that names every variable
 * at fault and how to make a missing secret.
 */
export function getEnv(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}
