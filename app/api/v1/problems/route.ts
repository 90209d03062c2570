import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { listProblems } from "@/lib/db/problems";

export const GET = handle(operations.listProblems, ({ scope, query }) => listProblems(scope, query));
