import { filterError } from "./errors";

export type Token =
  | { type: "word"; text: string }
  | { type: "string"; text: string }
  | { type: "number"; value: number }
  | { type: "typed"; kind: string; text: string }
  | { type: "punct"; text: "(" | ")" | "," | "=" };

const PATTERNS = {
  space: /\s+/y,
  typed: /(datetimeoffset|datetime|guid)'((?:[^']|'')*)'/y,
  string: /'((?:[^']|'')*)'/y,
  number: /-?\d+(?:\.\d+)?[MmDdFfLl]?(?![\w/])/y,
  word: /[A-Za-z_$][\w./$]*/y,
  punct: /[(),=]/y,
};

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function tokenAt(text: string, at: number): { token: Token | null; end: number } {
  const space = match(PATTERNS.space, text, at);
  if (space) return { token: null, end: at + space[0].length };
  const typed = match(PATTERNS.typed, text, at);
  if (typed) return { token: { type: "typed", kind: typed[1] ?? "", text: typed[2] ?? "" }, end: at + typed[0].length };
  const quoted = match(PATTERNS.string, text, at);
  if (quoted) return { token: { type: "string", text: (quoted[1] ?? "").replaceAll("''", "'") }, end: at + quoted[0].length };
  const number = match(PATTERNS.number, text, at);
  if (number) return { token: { type: "number", value: Number.parseFloat(number[0]) }, end: at + number[0].length };
  const word = match(PATTERNS.word, text, at);
  if (word) return { token: { type: "word", text: word[0] }, end: at + word[0].length };
  const punct = match(PATTERNS.punct, text, at);
  if (punct) return { token: { type: "punct", text: punct[0] as "(" }, end: at + 1 };
  throw filterError(`Syntax error at position ${at} in '${text}'.`);
}

/** Splits a filter into tokens. @throws Refusal (500) at the first character that fits nothing. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const { token, end } = tokenAt(text, at);
    if (token) tokens.push(token);
    at = end;
  }
  return tokens;
}
