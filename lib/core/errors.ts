/** Who must act on a failure. `nobody` means that waiting is enough. */
export type Owner = "merchant" | "merchant_erp_admin" | "operator" | "nobody" | "dockbridge";

/** What a retry may hope for. `after` waits at least that long; `never` needs a person or a change first. */
export type RetryHint = { kind: "never" } | { kind: "after"; afterMs?: number };

export interface AppErrorOptions {
  /** Declared by the room that throws it, snake_case, stable: callers branch on it, never on the message. */
  code: string;
  /** For our log; may name internals, never a secret. */
  message: string;
  /** For a person; plain words, no HTTP codes. */
  userMessage?: string;
  owner?: Owner;
  nextStep?: string;
  retry?: RetryHint;
  /** The input at fault, for a form or a problem document. */
  field?: string;
  cause?: unknown;
}

/** The one error type of the house. Anything else that is thrown is ours to fix and gets a reference id at the edge. */
export class AppError extends Error {
  readonly code: string;
  readonly userMessage: string;
  readonly owner: Owner;
  readonly nextStep: string | undefined;
  readonly retry: RetryHint;
  readonly field: string | undefined;

  constructor(options: AppErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.userMessage = options.userMessage ?? options.message;
    this.owner = options.owner ?? "dockbridge";
    this.nextStep = options.nextStep;
    this.retry = options.retry ?? { kind: "never" };
    this.field = options.field;
  }
}

/** The request named something that is not there, or not this caller's. The two are told apart nowhere, on purpose. */
export class NotFoundError extends AppError {
  constructor(noun: string) {
    super({ code: "not_found", message: `${noun} not found`, userMessage: `This ${noun} does not exist, or you may not see it.` });
  }
}

/** The request can't be done as it stands; `field` and the message say what to change. Nothing was changed. */
export class InvalidInputError extends AppError {
  constructor(options: { message: string; field?: string; code?: string; nextStep?: string }) {
    super({ code: options.code ?? "invalid_input", ...options, userMessage: options.message });
  }
}

/** The record is not in a state that allows this. Nothing was changed. */
export class ConflictError extends AppError {
  constructor(options: { code: string; message: string; nextStep?: string }) {
    super({ ...options, userMessage: options.message });
  }
}
