/** What no form of ours would send, as JSON text, so that numbers beyond range and half characters arrive as they would from outside. */
export const WILD_JSON: readonly string[] = [
  "null",
  "true",
  "0",
  "-1",
  "1.5",
  "1e308",
  "1e400",
  "-0",
  "9007199254740993",
  "99999999999999999999999999999999",
  '""',
  '" "',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udfff tail"',
  '"\\u202e\\u2066"',
  `"${"x".repeat(5_000)}"`,
  `"${"9".repeat(400)}"`,
  '"\'; drop table \\"Order\\"; --"',
  '"%00%ff{{7*7}}#{7*7}"',
  '"<img src=x onerror=alert(1)>"',
  '"=HYPERLINK(\\"http://x\\")"',
  '"1970-13-45"',
  '"0000-00-00T00:00:00Z"',
  '"00000000-0000-0000-0000-000000000000"',
  '"ffffffff-ffff-ffff-ffff-ffffffffffff"',
  '"file:///etc/passwd"',
  '"http://169.254.169.254/"',
  '"https://user:pass@example.com"',
  "[]",
  "[null]",
  "[[[[]]]]",
  "{}",
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"toString":1,"toJSON":1,"then":1}',
  '{"$ne":null}',
  '{"":""}',
  `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
];

/** Texts for addresses, parameters and headers. */
export const WILD_TEXT: readonly string[] = [
  "",
  " ",
  "null",
  "undefined",
  "NaN",
  "-1",
  "0",
  "1e9",
  "0x10",
  "999999999999999999999",
  "\u0000",
  "a\u0000b",
  "../../etc/passwd",
  "%2e%2e%2f",
  "%",
  "%zz",
  '\'; drop table "Order"; --',
  "\\",
  "_%",
  "ＦＵＬＬ",
  "🙂".repeat(60),
  "x".repeat(3_000),
  "W10", // base64url of []
  "bnVsbA", // of null
  Buffer.from('["2024-02-30T00:00:00.000000Z","00000000-0000-0000-0000-000000000000"]').toString("base64url"),
  Buffer.from('["294277-01-01T00:00:00.000000Z","00000000-0000-0000-0000-000000000000"]').toString("base64url"),
  Buffer.from('["0000-01-01T00:00:00.000000Z","ffffffff-ffff-ffff-ffff-ffffffffffff"]').toString("base64url"),
  "00000000-0000-0000-0000-000000000000",
];

/** Every body that differs from `body` in one place: a leaf that is wild, a key that is gone, a key too many; and bodies that are wild as a whole. */
export function mutationsOf(body: unknown): string[] {
  const text = JSON.stringify(body);
  const hole = "\u2603hole\u2603";
  const wholes = [...WILD_JSON, "", "{", `${text}${text}`, `\ufeff${text}`, '{"a":1,"a":2}', "<xml/>", "a=b"];
  const inPlace = placesOf(body).flatMap(path => {
    const holed = JSON.stringify(replaced(body, path, hole));
    return [
      ...WILD_JSON.map(wild => holed.replace(JSON.stringify(hole), () => wild)),
      JSON.stringify(replaced(body, path, undefined)),
      JSON.stringify(replaced(body, [...path.slice(0, -1), "surprise"], 1)),
    ];
  });
  return [...wholes, ...inPlace];
}

function placesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return path.length > 0 ? [path] : [];
  const below = Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, key]));
  return path.length > 0 ? [path, ...below] : below;
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  const inner = (value as Record<string, unknown>)[key];
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === key ? replaced(one, rest, by) : one));
  return { ...(value as object), [key]: replaced(inner, rest, by) };
}
