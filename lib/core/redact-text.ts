export const HIDDEN = "[hidden]";

/** Hides what must not be kept inside a text. */
export type Mask = (text: string) => string;

/** A shorter "secret" would punch holes into ordinary words. */
const SECRET_CHARS_MIN = 6;

/** What to look for, what to put there, and a text without which there is nothing to look for: most texts have none of them, and every call's record is masked. */
const PATTERNS: [RegExp, string, string][] = [
  // Bounded, because an unbounded run makes this quadratic on a long base64 text.
  [/[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(\.[\p{L}\p{N}-]{1,63}){1,8}/gu, HIDDEN, "@"],
  [/\beyJ[\w-]{4,}\.[\w-]+(\.[\w-]*)?/g, HIDDEN, "eyJ"],
  [/\b(basic|bearer)\s+[\w+/=.~-]{6,}/gi, `$1 ${HIDDEN}`, ""],
  // Our own webhook address carries a secret path token.
  [/(\/api\/webhooks\/[\w-]+\/)[^\s"'?/]+/g, `$1${HIDDEN}`, "/api/webhooks/"],
];

/** A mask that hides e-mail addresses, tokens by their shape, and the given secrets in every spelling. */
export function createMask(secrets: string[]): Mask {
  const hideSecrets = createSecretMask(secrets);
  return text => {
    let masked = hideSecrets(text);
    for (const [pattern, by] of PATTERNS) masked = masked.replace(pattern, by);
    return masked;
  };
}

/** A mask that hides exactly these secrets and nothing else, as they are and as an address, a form or JSON spells them. */
export function createSecretMask(secrets: string[], charsMin = SECRET_CHARS_MIN): Mask {
  const spellings = new Set(secrets.filter(secret => secret.length >= charsMin).flatMap(spellingsOf));
  const known = [...spellings].sort((a, b) => b.length - a.length);
  return text => known.reduce((masked, secret) => masked.replaceAll(secret, HIDDEN), text);
}

function spellingsOf(secret: string): string[] {
  const plain = secret.toWellFormed();
  return [secret, encodeURIComponent(plain), new URLSearchParams([["", plain]]).toString().slice(1), JSON.stringify(secret).slice(1, -1)];
}
