import { setupOperations } from "./setup";
import { workOperations } from "./work";

/** Every operation of the API, by id. */
export const operations = { ...setupOperations, ...workOperations } as const;
