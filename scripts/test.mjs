import { ensureInstalled, runTypeScript } from "./install.mjs";

ensureInstalled();
runTypeScript("scripts/test.ts", process.argv.slice(2));
