import { filterError } from "./errors";
import { type Token, tokenize } from "./filter-tokens";

export type Operand =
  | { type: "field"; name: string }
  | { type: "custom"; name: string }
  | { type: "literal"; kind: "string" | "number" | "bool" | "null" | "time" | "guid"; value: string | number | boolean | null };

export type CompareOperator = "eq" | "ne" | "gt" | "ge" | "lt" | "le";

export type Filter =
  | { type: "and" | "or"; left: Filter; right: Filter }
  | { type: "not"; of: Filter }
  | { type: "compare"; operator: CompareOperator; left: Operand; right: Operand }
  | { type: "call"; name: "substringof" | "startswith" | "endswith"; field: Operand; needle: string }
  /** `substringof(…) eq true`: accepted, and never true. */
  | { type: "never" };

const COMPARE = new Set(["eq", "ne", "gt", "ge", "lt", "le"]);
const FUNCTIONS = new Set(["substringof", "startswith", "endswith"]);

/** The instant a literal means. A literal without offset is read in the given zone; date only means its midnight. */
function instant(text: string, naiveOffsetMinutes: number): number {
  const shape = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (!shape) throw filterError(`Unrecognized 'Edm.DateTimeOffset' literal 'datetimeoffset'${text}''.`);
  const hasTime = text.includes("T");
  const zoned = shape[1] ? text : `${hasTime ? text : `${text}T00:00:00`}Z`;
  const ms = Date.parse(zoned.replace(/(\.\d{3})\d+/, "$1"));
  if (Number.isNaN(ms)) throw filterError(`Unrecognized 'Edm.DateTimeOffset' literal 'datetimeoffset'${text}''.`);
  return shape[1] ? ms : ms - naiveOffsetMinutes * 60_000;
}

/** Recursive descent over the OData 3 subset Acumatica documents. */
class FilterParser {
  private at = 0;
  constructor(
    private readonly tokens: Token[],
    private readonly naiveOffsetMinutes: number,
  ) {}

  parse(): Filter {
    const filter = this.or();
    if (this.at < this.tokens.length) throw filterError("Syntax error: unexpected text at the end of the filter.");
    return filter;
  }

  private peekWord(): string {
    const token = this.tokens[this.at];
    return token?.type === "word" ? token.text : "";
  }

  private takePunct(text: string): boolean {
    const token = this.tokens[this.at];
    if (token?.type !== "punct" || token.text !== text) return false;
    this.at += 1;
    return true;
  }

  private expectPunct(text: string): void {
    if (!this.takePunct(text)) throw filterError(`Syntax error: '${text}' expected.`);
  }

  private or(): Filter {
    let left = this.and();
    while (this.peekWord() === "or") {
      this.at += 1;
      left = { type: "or", left, right: this.and() };
    }
    return left;
  }

  private and(): Filter {
    let left = this.not();
    while (this.peekWord() === "and") {
      this.at += 1;
      left = { type: "and", left, right: this.not() };
    }
    return left;
  }

  private not(): Filter {
    if (this.peekWord() !== "not") return this.primary();
    this.at += 1;
    const of = this.not();
    if (of.type === "call" && of.name === "substringof") throw filterError("The unary operator 'Not' is not supported for 'substringof'.");
    return { type: "not", of };
  }

  private primary(): Filter {
    if (this.takePunct("(")) {
      const inner = this.or();
      this.expectPunct(")");
      return inner;
    }
    const next = this.tokens[this.at + 1];
    if (next?.type === "punct" && next.text === "(" && this.peekWord() !== "" && !this.peekWord().startsWith("cf.")) return this.call();
    return this.comparison();
  }

  private call(): Filter {
    const name = this.peekWord();
    if (!FUNCTIONS.has(name)) throw filterError(`An unknown function with name '${name}' was found.`);
    this.at += 1;
    this.expectPunct("(");
    const first = this.operand();
    this.expectPunct(",");
    const second = this.operand();
    this.expectPunct(")");
    const [field, needle] = name === "substringof" ? [second, first] : [first, second];
    if (needle.type !== "literal" || needle.kind !== "string" || field.type === "literal")
      throw filterError(`No function signature for the function with name '${name}' matches the specified arguments.`);
    const result: Filter = { type: "call", name: name as "substringof", field, needle: String(needle.value) };
    return this.withBooleanComparison(result);
  }

  /** `startswith(…) eq true` compares normally; for `substringof` live sites answer an empty list. */
  private withBooleanComparison(call: Filter & { type: "call" }): Filter {
    const operator = this.peekWord();
    if (operator !== "eq" && operator !== "ne") return call;
    this.at += 1;
    const wanted = this.operand();
    if (wanted.type !== "literal" || wanted.kind !== "bool") throw incompatible("Edm.Boolean", "Edm.String", operator);
    if (call.name === "substringof") return { type: "never" };
    return (wanted.value === true) === (operator === "eq") ? call : { type: "not", of: call };
  }

  private comparison(): Filter {
    const left = this.operand();
    const operator = this.peekWord();
    if (!COMPARE.has(operator)) throw filterError("Syntax error: a comparison operator was expected.");
    this.at += 1;
    return { type: "compare", operator: operator as CompareOperator, left, right: this.operand() };
  }

  private operand(): Operand {
    const token = this.tokens[this.at];
    this.at += 1;
    if (!token) throw filterError("Syntax error: the filter ends too early.");
    if (token.type === "string") return { type: "literal", kind: "string", value: token.text };
    if (token.type === "number") return { type: "literal", kind: "number", value: token.value };
    if (token.type === "typed") return this.typed(token.kind, token.text);
    if (token.type === "punct") throw filterError(`Syntax error: unexpected '${token.text}'.`);
    if (token.text === "true" || token.text === "false") return { type: "literal", kind: "bool", value: token.text === "true" };
    if (token.text === "null") return { type: "literal", kind: "null", value: null };
    return token.text.startsWith("cf.") ? this.customField() : { type: "field", name: token.text };
  }

  private typed(kind: string, text: string): Operand {
    if (kind === "guid") return { type: "literal", kind: "guid", value: text.toLowerCase() };
    if (kind === "datetimeoffset") return { type: "literal", kind: "time", value: instant(text, this.naiveOffsetMinutes) };
    throw incompatible("Edm.DateTimeOffset", "Edm.DateTime", "eq");
  }

  /** `cf.String(f='Document.AttributePRODUCT')` */
  private customField(): Operand {
    this.expectPunct("(");
    this.at += 1;
    this.expectPunct("=");
    const name = this.operand();
    this.expectPunct(")");
    if (name.type !== "literal" || name.kind !== "string") throw filterError("Syntax error in a custom field.");
    return { type: "custom", name: String(name.value) };
  }
}

const OPERATOR_NAMES: Record<string, string> = {
  eq: "Equal",
  ne: "NotEqual",
  gt: "GreaterThan",
  ge: "GreaterThanOrEqual",
  lt: "LessThan",
  le: "LessThanOrEqual",
};

/** The error of a quoted number, a bare date and the like. */
export function incompatible(left: string, right: string, operator: string) {
  return filterError(
    `A binary operator with incompatible types was detected. Found operand types '${left}' and '${right}' for operator kind '${OPERATOR_NAMES[operator] ?? operator}'.`,
  );
}

/** Parses `$filter`. @throws Refusal (500) as the server does for anything outside the subset. */
export function parseFilter(text: string, naiveOffsetMinutes: number): Filter {
  return new FilterParser(tokenize(text), naiveOffsetMinutes).parse();
}
