import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { createMapping } from "@/lib/connections/create-mapping";
import { listMappings } from "@/lib/db/mappings";

export const GET = handle(operations.listMappings, ({ scope, query }) => listMappings(scope, query));

export const POST = handle(operations.createMapping, ({ scope, body }) => createMapping(scope, { input: body }));
