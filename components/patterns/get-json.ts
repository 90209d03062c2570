import type { ProblemDocument } from "@/lib/api/schemas/common";

/** What our own API refused, in its own words. */
export class ApiRefusal extends Error {
  readonly code: string;
  constructor(problem: Partial<ProblemDocument>) {
    super(problem.detail ?? problem.title ?? "Dockbridge did not answer. Try again.");
    this.name = "ApiRefusal";
    this.code = problem.code ?? "unexpected";
  }
}

/** Reads our own API in the browser; the session cookie signs it. Throws ApiRefusal. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal, headers: { accept: "application/json" }, credentials: "same-origin" });
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiRefusal(body as Partial<ProblemDocument>);
  return body as T;
}
