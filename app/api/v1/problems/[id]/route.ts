import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { getProblem } from "@/lib/db/problems";

export const GET = handle(operations.getProblem, ({ scope, params }) => getProblem(scope, params));
