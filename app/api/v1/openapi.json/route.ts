import { openApiDocument } from "@/lib/api/openapi";

/** Public: it describes, and holds nothing of anybody's. */
export function GET(): Response {
  return Response.json(openApiDocument());
}
