/** Keys whose values are secrets, wherever the word stands in them. */
const SECRET =
  /password|passwd|passphrase|secret|token|apikey|authorization|cookie|credential|privatekey|accesskey|signature|assertion|hmac|bearer|sessionid|codeverifier/;
/** Keys whose values are personal contact data: names, street, phone, e-mail, and free text people write to each other. */
const PERSONAL = /email|phone|mobile|fax|street|addressline|attention|recipient|giftmessage|customernotes|internalnotes|buyernotes/;
const EXACT: ReadonlySet<string> = new Set(["name", "company", "attn", "pin", "otp", "notes", "note", "targeturl"]);
/** Keys that end in "name" and name no person. */
const HARMLESS_NAMES: ReadonlySet<string> = new Set(
  "servicename carriername warehousename storename fieldname filename endpointname screenname entityname hostname tagname typename tablename".split(
    " ",
  ),
);

/** Vendors' records repeat a few hundred keys without end; what a stranger makes up is not kept beyond this. */
const KNOWN_MAX = 5_000;
const known = new Map<string, boolean>();

/**
 * True when a value under this key is never kept. Prefers hiding too much: a product's `name` goes too, because an address calls a person the same.
 */
export function isSensitiveKey(key: string): boolean {
  const before = known.get(key);
  if (before !== undefined) return before;
  const isSensitive = judge(key);
  if (known.size < KNOWN_MAX && key.length <= 100) known.set(key, isSensitive);
  return isSensitive;
}

function judge(key: string): boolean {
  const plain = key.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (HARMLESS_NAMES.has(plain)) return false;
  return SECRET.test(plain) || PERSONAL.test(plain) || EXACT.has(plain) || plain.endsWith("name");
}

/** True when the value opens a door, not only names a person. */
export function isSecretKey(key: string): boolean {
  return SECRET.test(key.toLowerCase().replace(/[^a-z0-9]/g, ""));
}
