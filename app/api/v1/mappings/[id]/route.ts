import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { getMapping, removeMapping } from "@/lib/db/mappings";

export const GET = handle(operations.getMapping, ({ scope, params }) => getMapping(scope, params));

export const DELETE = handle(operations.deleteMapping, ({ scope, params }) => removeMapping(scope, params));
