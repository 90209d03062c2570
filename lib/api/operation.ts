import type { z } from "zod";
import type { Permission } from "@/lib/auth/permissions";

/** One method of one address: what it takes, who may call it, what it answers. Validation, the routes and the OpenAPI document all come from it. */
export interface Operation<Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType> {
  id: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the origin, with `{names}` for what varies. */
  path: string;
  /** Heading in the reference page. */
  tag: string;
  summary: string;
  permission: Permission;
  query?: Q;
  body?: B;
  /** Absent: no content. */
  answer?: z.ZodType;
  status: 200 | 201 | 202 | 204;
}

/** Keeps the exact schema types of a declaration. */
export function operation<Q extends z.ZodType = z.ZodNever, B extends z.ZodType = z.ZodNever>(declared: Operation<Q, B>): Operation<Q, B> {
  return declared;
}
