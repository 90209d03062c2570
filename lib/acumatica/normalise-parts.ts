import { AcumaticaError } from "./errors";

/** The value, or AcumaticaError `unexpected` naming the field: one record is set aside, the others go on. */
export function required<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw new AcumaticaError({
    code: "unexpected",
    message: `record without ${field}`,
    userMessage: `Acumatica gave this record without ${field}, so we can't read it.`,
    nextStep: "Open the record in Acumatica and save it again. If it stays, report it with the reference of the exchange.",
  });
}

/** Leaves out what is undefined, so that absent and empty look the same to everyone after us. */
export function withoutUndefined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
