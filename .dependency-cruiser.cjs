// Who may import whom. Every rule is an error and there is no list of exceptions; scripts/checks/graph.test.ts proves that each rule bites.
// Tests may import anything.
const TESTS = "\\.(test|spec)\\.tsx?$|^lib/[^/]+/testing/|^e2e/|^bench/|^scripts/";
const ADAPTER = "^lib/(warehouses|storefronts)/[^/]+/";

/** `room` may use of our own code only what `allowed` matches. */
function only(name, room, allowed, comment) {
  return {
    name,
    comment,
    severity: "error",
    from: { path: room, pathNot: TESTS },
    to: { path: "^(lib|app|components|sandbox|scripts|e2e|bench|prisma)/|^[^/]+\\.tsx?$", pathNot: allowed },
  };
}

function never(name, room, forbidden, comment) {
  return { name, comment, severity: "error", from: { path: room, pathNot: TESTS }, to: { path: forbidden } };
}

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    only("core-alone", "^lib/core/", "^lib/core/", "core imports nothing of ours"),
    only("orders-pure", "^lib/orders/", "^lib/(core|orders)/", "the pure heart uses core only"),
    only("mapping-pure", "^lib/mapping/", "^lib/(core|orders|mapping)/", "mapping uses core and orders only"),
    only(
      "acumatica-handed-everything",
      "^lib/acumatica/",
      "^lib/(core|orders|acumatica)/",
      "the client is handed credentials, clock, http and logger",
    ),
    only(
      "adapter-handed-everything",
      "^lib/(warehouses|storefronts)/([^/]+)/",
      "^lib/(core|orders)/|^lib/$1/(contract|warehouse-error|storefront-error)\\.ts$|^lib/$1/$2/",
      "an adapter uses core, orders, the contract and itself: never another adapter, the database or the settings",
    ),
    only("vault-handed-everything", "^lib/vault/", "^lib/(core|vault)/", "the vault is handed its keys and its store"),
    only("env-stands-alone", "^lib/env/", "^lib/(core|env)/|^lib/vault/vault-keys\\.ts$", "settings know nothing of who uses them"),
    {
      ...never("adapters-through-the-registry", "^(lib|app|components)/", ADAPTER, "concrete adapters are reached through the registry"),
      from: { path: "^(lib|app|components)/", pathNot: `${TESTS}|${ADAPTER}|^lib/(warehouses|storefronts)/registry\\.ts$` },
    },
    never(
      "loop-below-auth-and-worker",
      "^lib/(sync|connections|problems)/",
      "^lib/(auth|worker)/",
      "the loop knows neither people nor the process it runs in",
    ),
    never(
      "repositories-below-verbs",
      "^lib/db/",
      "^lib/(auth|worker|sync|acumatica|storefronts)/",
      "repositories are used by verbs, not the other way round",
    ),
    never(
      "app-without-prisma",
      "^app/",
      "^lib/db/(client|tx|generated/)|node_modules/(@prisma|pg|pg-boss)/",
      "pages and routes use verbs and repositories",
    ),
    never("app-without-vault", "^app/", "^lib/vault/", "pages and routes never open a credential"),
    {
      name: "components-pure",
      comment: "components use types and pure functions only",
      severity: "error",
      from: { path: "^components/", pathNot: TESTS },
      to: { path: "^(lib|sandbox|scripts|e2e|bench)/", pathNot: "^lib/(core|orders)/", dependencyTypesNot: ["type-only"] },
    },
    never("lib-below-app", "^lib/", "^(app|components|scripts|e2e|bench)/", "the rooms know nothing of the screens"),
    never("lib-without-sandbox", "^(lib|app|components)/", "^sandbox/", "the other side is reached over HTTP only"),
    never("sandbox-without-lib", "^sandbox/", "^(lib|app|components|prisma)/", "sharing code would hide mistakes"),
    {
      ...never(
        "no-framework-in-lib",
        "^lib/",
        "node_modules/(next|react|react-dom|next-auth)/",
        "lib is free of the web framework, except lib/auth",
      ),
      from: { path: "^lib/(?!auth/)", pathNot: TESTS },
    },
    { name: "no-cycles", comment: "no file needs itself", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolved", comment: "every import leads somewhere", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.data)/|^lib/db/generated/.+/" },
    // Ours is ES modules alone; a function that happens to be called `require` is not an import.
    moduleSystems: ["es6"],
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json", ".d.ts"],
    },
  },
};
