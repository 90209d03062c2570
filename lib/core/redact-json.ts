import { HIDDEN, type Mask } from "./redact-text";
import { isSensitiveKey } from "./sensitive-keys";

interface Options {
  mask: Mask;
  charsMax: number;
}

/** Thrown inside to stop walking once enough is written. */
class Full extends Error {}

/**
 * The JSON text of a value without secrets and personal data. Stops after `charsMax` characters, so that the cost depends on what is kept and not on the
 * length of a list; the rest is marked as cut. Sensitive keys hide whatever is below them (Acumatica wraps values in objects).
 */
export function redactedJson(value: unknown, options: Options): string {
  const parts: string[] = [];
  let left = options.charsMax;
  const write = (text: string) => {
    parts.push(text.slice(0, left));
    left -= text.length;
    if (left < 0) throw new Full();
  };
  try {
    writeValue(value, { write, mask: options.mask });
  } catch (error) {
    if (!(error instanceof Full)) throw error;
    return markCut(parts.join(""));
  }
  return parts.join("");
}

const CUT = "… [cut]";

/** Says that there was more. */
export const markCut = (text: string): string => (text.endsWith(CUT) ? text : `${text}${CUT}`);

type Writer = { write: (text: string) => void; mask: Mask };

function writeValue(value: unknown, writer: Writer): void {
  if (Array.isArray(value)) writeArray(value, writer);
  else if (typeof value === "object" && value !== null) writeObject(value, writer);
  else writer.write(JSON.stringify(typeof value === "string" ? writer.mask(value) : value) ?? "null");
}

function writeArray(items: unknown[], writer: Writer): void {
  writer.write("[");
  items.forEach((item, index) => {
    if (index > 0) writer.write(",");
    writeValue(item, writer);
  });
  writer.write("]");
}

function writeObject(value: object, writer: Writer): void {
  writer.write("{");
  Object.entries(value).forEach(([key, inner], index) => {
    writer.write(`${index > 0 ? "," : ""}${JSON.stringify(writer.mask(key))}:`);
    if (isSensitiveKey(key) && inner !== null && inner !== "") writer.write(JSON.stringify(HIDDEN));
    else writeValue(inner, writer);
  });
  writer.write("}");
}
