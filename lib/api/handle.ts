import type { z } from "zod";
import { guardRequest } from "@/lib/auth/guard";
import type { Operation } from "./operation";
import { reportFailure } from "./report-failure";
import { type OperationInput, type Replay, runOperation } from "./run-operation";

/** A route handler of one operation: `export const GET = handle(operations.listOrders, ({ scope, query }) => listOrders(scope, query))`. */
export function handle<Q extends z.ZodType, B extends z.ZodType>(
  operation: Operation<Q, B>,
  work: (input: OperationInput<Q, B>) => Promise<unknown>,
  replay?: Replay,
): (request: Request, context: { params: Promise<Record<string, string> | undefined> }) => Promise<Response> {
  return async (request, { params }) =>
    runOperation(
      {
        operation,
        work,
        guard: guardRequest,
        report: fields => reportFailure("api request failed", fields),
        ...(replay ? { replay } : {}),
      },
      request,
      // Next.js gives routes without a named segment no params at all.
      (await params) ?? {},
    );
}
