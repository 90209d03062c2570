import { v7, validate } from "uuid";

/** A new UUIDv7: sorts by the time it was made, so that key order is arrival order. */
export function newId(): string {
  return v7();
}

/** True for any UUID in its usual spelling. Ids from outside are checked before they reach the database. */
export function isId(value: string): boolean {
  return validate(value);
}
