/** A change to the code that no test can notice, and why. */
interface Equivalent {
  readonly file: string;
  /** The line that is changed, without indentation. */
  readonly line: string | RegExp;
  /** Which kinds of change to it. Default: all. */
  readonly mutator?: string;
  readonly replacement?: string;
  readonly reason: string;
}

/** Whether a survivor is the one that is explained. */
export function explains(
  { file, line, mutator, replacement }: Equivalent,
  survivor: {
    readonly file: string;
    readonly line: string;
    readonly mutator: string;
    readonly replacement: string;
  },
): boolean {
  return (
    file === survivor.file &&
    (typeof line === 'string' ? line === survivor.line : line.test(survivor.line)) &&
    (mutator === undefined || mutator === survivor.mutator) &&
    (replacement === undefined || replacement === survivor.replacement)
  );
}

const NAMES_ONLY = 'a table of names: whether a name is in it matters, and its value does not';
const FULL_CHECK = 'a shortcut: whatever it does not call plain is checked in full, with the same answer';
const VALID_JSON = 'the text is known to be JSON, in which this does not occur';

export const EQUIVALENTS: readonly Equivalent[] = [
  // jwt/claims
  { file: 'rules.ts', line: /^\w+: true,$/, mutator: 'BooleanLiteral', reason: NAMES_ONLY },
  {
    file: 'check.ts',
    line: 'if (failure && failures.push(failure) >= most) return failures;',
    mutator: 'EqualityOperator',
    reason:
      'one more is collected, and the first is thrown as before; where all are collected there is no most',
  },
  {
    file: 'identity.ts',
    line: "if (issuers === undefined || (typeof iss === 'string' && issuers.has(iss))) return undefined;",
    replacement: 'true',
    reason: 'a set of texts has nothing that is no text',
  },
  {
    file: 'identity.ts',
    line: "if (typeof aud === 'string' && audiences?.has(aud)) return undefined;",
    replacement: 'true',
    reason: 'a set of texts has nothing that is no text',
  },
  {
    file: 'rules.ts',
    line: ": typeof value === 'string' && !mayBeEmpty",
    replacement: 'true',
    reason: 'what is no text is refused two lines later all the same',
  },
  {
    file: 'time.ts',
    line: "return typeof value === 'number' && Number.isFinite(value);",
    replacement: 'true',
    reason: 'Number.isFinite is false for whatever is no number',
  },
  // jwt/token
  {
    file: 'compact.ts',
    line: 'if (error instanceof EncodingError)',
    replacement: 'true',
    reason: 'fromBase64Url throws nothing else for a text',
  },
  {
    file: 'compact.ts',
    line: "if (second === -1 || token.indexOf('.', second + 1) !== -1) {",
    reason: 'with one dot the search for a third begins anew, and finds the first',
  },
  {
    file: 'inspect.ts',
    line: 'header: parseHeader(parts.header, { allowUnencodedPayload: false }),',
    mutator: 'ObjectLiteral',
    reason: 'absent is as false as false',
  },
  {
    file: 'inspect.ts',
    line: 'const OPTION_NAMES: OptionNames<UnverifiedOptions> = { maxTokenLength: true };',
    mutator: 'BooleanLiteral',
    reason: NAMES_ONLY,
  },
  {
    file: 'json-safe.ts',
    line: "if (budget.left < 0 || depth > MAX_DEPTH || typeof item !== 'object' || item === null)",
    replacement: 'false',
    reason: 'null was found to be a scalar before; the comparison is for the compiler',
  },
  {
    file: 'json.ts',
    line: 'if (!isPlainText(text, value)) checkMembers(text, what);',
    replacement: 'true',
    reason: FULL_CHECK,
  },
  {
    file: 'json.ts',
    line: 'function isPlainText(text: string, value: JsonObject): boolean {',
    reason: FULL_CHECK,
  },
  { file: 'json.ts', line: String.raw`!text.includes('\\') &&`, reason: FULL_CHECK },
  {
    file: 'json.ts',
    line: "text.indexOf('{', text.indexOf('{') + 1) === -1 &&",
    reason:
      'an inner object that has members makes more pairs than there are members outside, which the next lines count',
  },
  { file: 'json.ts', line: String.raw`!/"[ \t\n\r]/.test(text) &&`, mutator: 'Regex', reason: FULL_CHECK },
  { file: 'json.ts', line: 'function occurrences(text: string, part: string): number {', reason: FULL_CHECK },
  {
    file: 'json.ts',
    line: 'for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1;',
    reason: FULL_CHECK,
  },
  { file: 'json.ts', line: "let lastString = '';", reason: VALID_JSON },
  {
    file: 'json.ts',
    line: 'for (let at = 0; at < text.length; at++) {',
    mutator: 'EqualityOperator',
    reason: 'behind the end there is no character',
  },
  { file: 'json.ts', line: /^(?:if \()?members\?\./, mutator: 'OptionalChaining', reason: VALID_JSON },
  {
    file: 'json.ts',
    line: 'levels.push(text.charCodeAt(at) === OPEN_OBJECT ? new Set() : undefined);',
    replacement: 'true',
    reason: 'an array has no colon of its own, so nothing is put into its set',
  },
  {
    file: 'json.ts',
    line: String.raw`if (!quoted.includes('\\')) return quoted.slice(1, -1);`,
    reason: 'a shortcut: what has no escape is read as it is, either way',
  },
  // password/hashing
  {
    file: 'parameters.ts',
    line: "isBcrypt(plan) ? { kind: 'bcrypt', cost: plan.cost, encoded: '' } : newDerivation(plan),",
    mutator: 'StringLiteral',
    replacement: '"Stryker was here!"',
    reason: 'only the cost is looked at',
  },
  {
    file: 'phc.ts',
    line: "return toBase64(bytes).replace(/=+$/, '');",
    mutator: 'Regex',
    reason: 'Base64 has its padding at the end and nowhere else',
  },
  {
    file: 'phc.ts',
    line: String.raw`if (text !== undefined && /^(0|[1-9]\d{0,9})$/.test(text) && Number.isSafeInteger(value)) return value;`,
    mutator: 'ConditionalExpression',
    replacement: 'true',
    reason: 'ten digits are a safe integer',
  },
];
