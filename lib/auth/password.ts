import { hash, verify } from "@node-rs/argon2";
import { InvalidInputError } from "@/lib/core/errors";
import { COMMON_PASSWORDS } from "./common-passwords";

export const PASSWORD_LENGTH_MIN = 12;
/** argon2 reads everything it is given; a longer text is an attack on the processor, not a better password. */
const PASSWORD_LENGTH_MAX = 256;

/** argon2id, 19 MiB, two passes: OWASP's floor. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), COST);
}

/** Made once per process: what an unknown account is checked against, so that it takes as long as a known one. */
let decoy: Promise<string> | undefined;

/** Spends the same time whether the account exists or not. */
export async function verifyPassword(input: { passwordHash: string | null; password: string }): Promise<boolean> {
  if (input.password.length > PASSWORD_LENGTH_MAX) return false;
  decoy ??= hashPassword(crypto.randomUUID());
  const against = input.passwordHash ?? (await decoy);
  const isRight = await verify(against, input.password.normalize("NFKC"));
  return isRight && input.passwordHash !== null;
}

/** Throws InvalidInputError on `password` for one that is too short, among the commonest, or made from the address. */
export function assertGoodPassword(input: { password: string; email: string }): void {
  const refuse = (message: string) => new InvalidInputError({ field: "password", message });
  const { password, email } = input;
  if ([...password].length < PASSWORD_LENGTH_MIN) throw refuse(`Use at least ${PASSWORD_LENGTH_MIN} characters.`);
  if (password.length > PASSWORD_LENGTH_MAX) throw refuse(`Use at most ${PASSWORD_LENGTH_MAX} characters.`);
  if (isCommon(password)) throw refuse("This password is among the commonest. Use a few unrelated words instead.");
  const local = email.split("@")[0] ?? "";
  if (local.length >= 4 && password.toLowerCase().includes(local) && password.length - local.length < 8) {
    throw refuse("This password is made from the e-mail address. Use a few unrelated words instead.");
  }
}

const LEET: Record<string, string> = { "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s", "!": "i" };

/** True for a common password, also repeated, with digits or signs around it, or with the usual digits for letters. */
function isCommon(password: string): boolean {
  const lower = password.normalize("NFKC").toLowerCase();
  const spellings = [lower, lower.replace(/[013457@$!]/g, sign => LEET[sign] ?? sign)];
  const bare = spellings.flatMap(spelling => [spelling, spelling.replace(/^[^a-z]+|[^a-z]+$/g, ""), spelling.replace(/[^a-z0-9]/g, "")]);
  return bare.some(text => COMMON_PASSWORDS.has(text) || isRepetition(text) || isRun(text));
}

/** `abcabcabcabc`, `passwordpassword`. */
function isRepetition(text: string): boolean {
  return /^(.{1,8}?)\1+$/.test(text) || splitsIntoCommon(text);
}

function splitsIntoCommon(text: string): boolean {
  for (let at = 4; at <= text.length - 4; at++) {
    if (COMMON_PASSWORDS.has(text.slice(0, at)) && COMMON_PASSWORDS.has(text.slice(at))) return true;
  }
  return false;
}

const ROWS = [
  "01234567890123456789",
  "98765432109876543210",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn",
];

/** Neighbours on a keyboard or in the alphabet. */
function isRun(text: string): boolean {
  return text.length >= 6 && ROWS.some(row => row.includes(text));
}
