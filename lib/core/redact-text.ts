export const HIDDEN = "[hidden]";

/** Hides what must not be kept inside a text. */
export type Mask = (text: string) => string;

/** A shorter "secret" would punch holes into ordinary words. */
const SECRET_CHARS_MIN = 6;

const PATTERNS: [RegExp, string][] = [
  // Bounded, because an unbounded run makes this quadratic on a long base64 text.
  [/[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(\.[\p{L}\p{N}-]{1,63}){1,8}/gu, HIDDEN],
  [/\beyJ[\w-]{4,}\.[\w-]+(\.[\w-]*)?/g, HIDDEN],
  [/\b(basic|bearer)\s+[\w+/=.~-]{6,}/gi, `$1 ${HIDDEN}`],
  // Our own webhook address carries a secret path token.
  [/(\/api\/webhooks\/[\w-]+\/)[^\s"'?/]+/g, `$1${HIDDEN}`],
];

/** A mask that hides e-mail addresses, tokens by their shape, and the given secrets in plain and in URL spelling. */
export function createMask(secrets: string[]): Mask {
  const spellings = new Set(
    secrets.filter(secret => secret.length >= SECRET_CHARS_MIN).flatMap(secret => [secret, encodeURIComponent(secret)]),
  );
  const known = [...spellings].sort((a, b) => b.length - a.length);
  return text => {
    let masked = text;
    for (const secret of known) masked = masked.replaceAll(secret, HIDDEN);
    for (const [pattern, by] of PATTERNS) masked = masked.replace(pattern, by);
    return masked;
  };
}
