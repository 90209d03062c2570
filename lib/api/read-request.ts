import { createHash } from "node:crypto";
import { z } from "zod";
import { AppError, NotFoundError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { isPlainText } from "@/lib/core/plain-text";
import type { Operation } from "./operation";

export const BODY_BYTES_MAX = 1024 * 1024;

/** One refused field; the path as a caller would write it, e.g. `settings.throttleLimit`. */
export interface FieldFault {
  field: string;
  message: string;
}

/** The request can't be read or breaks its schema. Nothing was done. */
export class RequestError extends AppError {
  readonly status: number;
  readonly faults: FieldFault[];

  constructor(options: { status: number; code: string; message: string; faults?: FieldFault[] }) {
    const [first] = options.faults ?? [];
    super({
      code: options.code,
      message: options.message,
      userMessage: options.message,
      owner: "operator",
      ...(first ? { field: first.field } : {}),
    });
    this.status = options.status;
    this.faults = options.faults ?? [];
  }
}

/** What varies in a path; blank where the path has no such part. */
export interface PathParams {
  id: string;
  action: string;
}

/** Path parameters, checked before they reach the database. An id that is none names nothing. Throws NotFoundError. */
export function readParams(params: Record<string, string>): PathParams {
  if (params.id !== undefined && !isId(params.id)) throw new NotFoundError("record");
  return { id: params.id ?? "", action: params.action ?? "" };
}

/** Throws RequestError naming each unknown or wrong parameter. */
export function readQuery<Q extends z.ZodType, B extends z.ZodType>(operation: Operation<Q, B>, url: URL): z.output<Q> {
  const given = Object.fromEntries(url.searchParams);
  for (const value of Object.values(given)) assertPlainText(value);
  return parse(operation.query ?? z.strictObject({}), given) as z.output<Q>;
}

/** The body's text, at most 1 MB, and a name for the whole request that two equal ones share. Throws RequestError 413 or 415. */
export async function readBody(request: Request, url: URL): Promise<{ text: string; hash: string }> {
  const text = await readTextBody(request, BODY_BYTES_MAX);
  const type = request.headers.get("content-type") ?? "";
  if (text.trim() !== "" && !/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) {
    throw new RequestError({ status: 415, code: "unsupported_media_type", message: "Send JSON: Content-Type: application/json." });
  }
  const hash = createHash("sha256").update(`${request.method}\n${url.pathname}${url.search}\n${text}`).digest("hex");
  return { text, hash };
}

/** The body as text. Stops reading at the limit, whatever the length header said. Throws RequestError 413. */
export async function readTextBody(request: Request, bytesMax: number): Promise<string> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > bytesMax) throw tooLarge(bytesMax);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > bytesMax) throw tooLarge(bytesMax);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** An absent body is an empty object: every field may then be missing by name. Throws RequestError. */
export function parseBody<Q extends z.ZodType, B extends z.ZodType>(operation: Operation<Q, B>, text: string): z.output<B> {
  return parse(operation.body ?? z.strictObject({}), text.trim() === "" ? {} : parseJson(text)) as z.output<B>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) => (typeof value === "string" ? assertPlainText(value) : value));
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError({ status: 400, code: "invalid_json", message: "The body is not valid JSON." });
  }
}

/** A NUL or half a surrogate pair is no text that a database could keep. */
function assertPlainText(text: string): string {
  if (!isPlainText(text)) {
    throw new RequestError({ status: 400, code: "invalid_input", message: "The request contains characters that are no text." });
  }
  return text;
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap(toFaults);
  const isUnknown = parsed.error.issues.some(issue => issue.code === "unrecognized_keys");
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
  const message = first ? `${first.field ? `${first.field}: ` : ""}${first.message}${more}` : "The request is not complete.";
  throw new RequestError({ status: 400, code: isUnknown ? "unknown_field" : "invalid_input", message, faults });
}

function toFaults(issue: z.core.$ZodIssue): FieldFault[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map(key => ({ field: [...path, key].join("."), message: "There is no such field." }));
  return [{ field: path.join("."), message: issue.message }];
}

const tooLarge = (bytesMax: number) =>
  new RequestError({ status: 413, code: "too_large", message: `The body is larger than ${bytesMax / 1024} KB.` });
