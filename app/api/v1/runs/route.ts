import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { listRuns } from "@/lib/db/runs";

export const GET = handle(operations.listRuns, ({ scope, query }) => listRuns(scope, query));
