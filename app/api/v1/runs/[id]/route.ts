import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { getRun } from "@/lib/db/runs";

export const GET = handle(operations.getRun, ({ scope, params }) => getRun(scope, params));
