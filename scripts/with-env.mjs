import { ensureInstalled, runTypeScript } from "./install.mjs";

ensureInstalled();
runTypeScript("scripts/with-env.ts", process.argv.slice(2));
