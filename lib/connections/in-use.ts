import { ConflictError } from "@/lib/core/errors";

/** A deletion refused because something depends on the record. Says what, and what to do first. */
export const inUse = (message: string, nextStep: string): ConflictError => new ConflictError({ code: "in_use", message, nextStep });
