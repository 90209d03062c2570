import { InvalidInputError } from "@/lib/core/errors";

const LENGTH_MAX = 254;

/**
 * The one spelling an e-mail address is stored and looked up by: NFKC, lower case, exactly one ASCII @. The check comes after the normalising:
 * a full-width @ becomes an ASCII one there, and an address with two would belong to whoever a mail server thinks it does.
 * Throws InvalidInputError on `email`.
 */
export function normaliseEmail(typed: string): string {
  const email = typed.trim().normalize("NFKC").toLowerCase();
  const [local, domain, ...more] = email.split("@");
  const isPlausible = Boolean(local) && /^[^\s@]+\.[^\s@.]+$/.test(domain ?? "") && more.length === 0;
  if (!isPlausible || email.length > LENGTH_MAX || /[\s\p{Cc}<>",;:]/u.test(email)) {
    throw new InvalidInputError({ field: "email", message: "This is not an e-mail address." });
  }
  return email;
}
