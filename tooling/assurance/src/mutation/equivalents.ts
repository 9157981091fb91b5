/** A change to the code that no test can notice, and why. */
export interface Equivalent {
  readonly file: string | RegExp;
  /** The line that is changed, without indentation. */
  readonly line: string | RegExp;
  /** Which kinds of change to it. Default: all. */
  readonly mutator?: string | RegExp;
  readonly replacement?: string | RegExp;
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
    isOf(file, survivor.file) &&
    isOf(line, survivor.line) &&
    (mutator === undefined || isOf(mutator, survivor.mutator)) &&
    (replacement === undefined || isOf(replacement, survivor.replacement))
  );
}

function isOf(pattern: string | RegExp, text: string): boolean {
  return typeof pattern === 'string' ? pattern === text : pattern.test(text);
}

const NAMES_ONLY = 'a table of names: whether a name is in it matters, and its value does not';
const FULL_CHECK = 'a shortcut: whatever it does not call plain is checked in full, with the same answer';
const EITHER_WAY =
  'a shortcut, taken where it is faster: what is not written as it was read is checked character by character, with the same answer';
const VALID_JSON = 'the text is known to be JSON, in which this does not occur';

const COMPILER = 'what is asked for is always there, which the compiler does not know';
const NO_MATCH = 'where nothing matched, what stands in its place is refused before it is looked at';
const BEGINS = 'only what begins so is given to this pattern';
const ALL_OR_NONE = 'the pattern, or the split text, gives all of them or not the last';
const SHORTCUT = 'a shortcut: what is passed over would count as none';

export const EQUIVALENTS: readonly Equivalent[] = [
  // jwt/claims
  { file: /^(rules|import)\.ts$/, line: /^\w+: true,$/, mutator: 'BooleanLiteral', reason: NAMES_ONLY },
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
  // jwt/token
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
  {
    file: 'json.ts',
    line: `(text.includes(' ') && text.includes('" ')) ||`,
    replacement: /^(?:true|""|text\.includes\(' '\) \|\| text.*)$/,
    reason: FULL_CHECK,
  },
  { file: 'json.ts', line: /^text\.includes\('\\[ntr]'\)/, replacement: '""', reason: FULL_CHECK },
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
  // jwt/keys
  { file: 'rsa.ts', line: /^return SMALL_PRIMES\.every/, mutator: 'OptionalChaining', reason: COMPILER },
  {
    file: 'jwk.ts',
    line: "if (hasRocaFingerprint(toInteger(jwk.n ?? '')))",
    mutator: 'StringLiteral',
    reason: COMPILER,
  },
  {
    file: 'jwk.ts',
    line: "jwk: only(jwk, ['n', 'e', ...(kind === 'private' ? privateParts : [])]),",
    replacement: '["Stryker was here"]',
    reason: 'a member that no JWK has is not copied',
  },
  {
    file: 'der.ts',
    line: 'if (bytes[0] !== SEQUENCE || bytes.length < 24) return false;',
    replacement: 'false',
    reason: 'a shortcut: sequence() asks for the same tag, and what it throws is the same answer',
  },
  {
    file: 'der.ts',
    line: 'const isBeginning = first?.tag === SEQUENCE || first?.tag === INTEGER;',
    mutator: 'OptionalChaining',
    reason: 'what that throws is caught, and is the same answer',
  },
  {
    file: 'pem.ts',
    line: /^for \(let start = text\.indexOf\(BEGIN\)/,
    replacement: 'start - 1',
    reason: 'the search goes on at an END line, in which and before which no other block begins',
  },
  {
    file: 'pem.ts',
    line: /body\.replace\(/,
    mutator: 'Regex',
    reason: 'each white space is taken out, one by one or together',
  },
  {
    file: 'algorithms.ts',
    line: "return typeof name === 'string' ? TABLE.get(name) : undefined;",
    replacement: 'true',
    reason: 'a table of texts has nothing that is no text',
  },
  {
    file: 'algorithms.ts',
    line: /^const symmetric = /,
    replacement: "keyType !== 'oct'",
    reason: 'whether all are of one kind is asked, and that is the same for the other kind',
  },
  {
    file: 'secret.ts',
    line: /^const text = latin1\(bytes\)\.replace\(/,
    replacement: /\]\/g$/,
    reason: 'each character is taken out, one by one or together',
  },
  {
    file: 'secret.ts',
    line: /^\(text\) => fromBase64Url/,
    replacement: '/=+/',
    reason: 'padding within is no Base64url, whether it is taken out or not',
  },
  {
    file: 'secret.ts',
    line: '} catch {',
    mutator: 'BlockStatement',
    reason: 'without its return the function gives the same undefined',
  },
  {
    file: 'generate.ts',
    line: 'const OPTION_NAMES: OptionNames<GenerateKeyOptions> = { keyId: true, modulusBits: true };',
    mutator: 'BooleanLiteral',
    reason: NAMES_ONLY,
  },
  {
    file: 'generate.ts',
    line: "const { kty = '', ...members } = await newPair(info, modulusBits);",
    mutator: 'StringLiteral',
    reason: COMPILER,
  },
  {
    file: 'generate.ts',
    line: /^const options = \{ extractable: true, \.\.\.\(info\.keyType === 'RSA'/,
    replacement: 'true',
    reason: 'the platform does not look at a length where keys have none',
  },
  {
    file: 'crypto-key.ts',
    line: "return typeof CryptoKey === 'function' && value instanceof CryptoKey;",
    replacement: 'true',
    reason: 'every runtime that the tests run on has the class',
  },
  {
    file: 'crypto-key.ts',
    line: "if (!('hash' in algorithm)) return undefined;",
    replacement: 'false',
    reason: SHORTCUT,
  },
  {
    file: 'crypto-key.ts',
    line: /^return typeof hash === 'object' && hash !== null && 'name' in hash/,
    reason: COMPILER,
  },
  { file: 'export.ts', line: /\?\? ''/, mutator: 'StringLiteral', reason: COMPILER },
  {
    file: 'export.ts',
    line: "if (key instanceof Uint8Array) throw new TypeError('A secret.');",
    reason: COMPILER,
  },
  {
    file: 'import.ts',
    line: "if (typeof source !== 'string' || !source.trimStart().startsWith('{')) return undefined;",
    reason: 'a shortcut: what else there is is no JSON, or no object in it, with the same answer',
  },
  {
    file: /^(import|memory)\.ts$/,
    line: '} catch {',
    mutator: 'BlockStatement',
    reason: 'without its return the function gives the same undefined',
  },
  {
    file: 'key.ts',
    line: 'if (info.curve !== undefined && material.curve !== info.curve) {',
    replacement: 'true',
    reason: 'a key of a type without curves has none',
  },
  {
    file: 'key.ts',
    line: /^if \((?:secretBytes|modulusBits) !== undefined && /,
    replacement: 'true',
    reason: 'undefined is not below any number',
  },
  {
    file: 'memory.ts',
    line: "if (typeof source !== 'object' || source === null) return undefined;",
    reason: 'a WeakMap has nothing under what is no object, and gives the same undefined',
  },
  {
    file: 'memory.ts',
    line: /^if \(byText\.size >= MAX_REMEMBERED_TEXTS/,
    replacement: 'true',
    reason: 'where there is no oldest, nothing is deleted',
  },
  {
    file: 'node.ts',
    line: 'return createPrivateKey({ key: text, ...(passphrase !== undefined && { passphrase }) });',
    replacement: 'true',
    reason: 'a passphrase that is undefined is none',
  },
  { file: 'node.ts', line: "return { ...members, kty: kty ?? '' };", reason: COMPILER },
  {
    file: 'node.ts',
    line: /^`The key is of type \$\{key\.asymmetricKeyType \?\? 'unknown'\}/,
    mutator: 'StringLiteral',
    replacement: '""',
    reason: COMPILER,
  },
  {
    file: 'web.ts',
    line: "const { kty = '', ...members } = await exportJWK(key);",
    mutator: 'StringLiteral',
    reason: COMPILER,
  },
  // core/encoding
  {
    file: 'encoding.ts',
    line: "if (checkText(text).length >= LONG_TEXT && provider.name === 'node') {",
    reason: EITHER_WAY,
  },
  { file: 'encoding.ts', line: "const bytes = provider.decode(text, 'base64url');", reason: EITHER_WAY },
  {
    file: 'encoding.ts',
    line: "if (provider.encode(bytes, 'base64url') === text) return bytes;",
    replacement: 'false',
    reason: EITHER_WAY,
  },
  // core/random
  { file: 'uniform.ts', line: 'if (box === undefined || displaced === undefined) break;', reason: COMPILER },
  // password/generate
  {
    file: 'counting.ts',
    line: 'const { characters = [] } = this.#rule.atoms[atom] ?? {};',
    reason: COMPILER,
  },
  {
    file: 'counting.ts',
    line: "return characters[randomBelow(characters.length)] ?? '';",
    mutator: 'StringLiteral',
    reason: COMPILER,
  },
  {
    file: 'counting.ts',
    line: 'const { characters, satisfies } = this.#rule.atoms[atom] ?? { characters: [], satisfies: [] };',
    mutator: /ArrayDeclaration|ObjectLiteral/,
    reason: COMPILER,
  },
  {
    file: 'counting.ts',
    line: '(need, requirement) => need > 0 && (this.#lastAtoms[requirement] ?? -1) <= atom,',
    mutator: 'UnaryOperator',
    reason: COMPILER,
  },
  {
    file: /^(counting|runs)\.ts$/,
    line: 'if (this.#counts.size >= MAX_STATES) throw new RuleTooComplexError();',
    replacement: 'this.#counts.size > MAX_STATES',
    reason: 'one state more, of tens of thousands',
  },
  {
    file: 'passphrase.ts',
    line: /^chosen\[place\] = /,
    replacement: '"Stryker was here!"',
    reason: COMPILER,
  },
  {
    file: 'password-rules.ts',
    line: 'for (let at = 0; at < text.length; at++) {',
    replacement: 'at <= text.length',
    reason: 'behind the end there is no character',
  },
  {
    file: 'password.ts',
    line: 'if (spaces.size >= MAX_REMEMBERED && oldest !== undefined) spaces.delete(oldest);',
    replacement: 'true',
    reason: 'where there is no oldest, nothing is deleted',
  },
  {
    file: 'policy.ts',
    line: 'min > 0 && characters.includes(character) ? [index] : [],',
    reason: 'the alphabet is divided more finely, with the same passwords',
  },
  {
    file: 'runs.ts',
    line: "if (isRepeat) return { next, character: previous ?? '' };",
    mutator: 'StringLiteral',
    reason: COMPILER,
  },
  { file: 'runs.ts', line: 'const { characters = [] } = this.#rule.atoms[atom] ?? {};', reason: COMPILER },
  {
    file: 'runs.ts',
    line: "return { next, character: choices[randomBelow(choices.length)] ?? '' };",
    mutator: 'StringLiteral',
    reason: COMPILER,
  },
  {
    file: 'runs.ts',
    line: "throw new ImpossibleRuleError('its counts do not add up');",
    reason: 'they do add up; the compiler does not know that a move was found',
  },
  { file: 'runs.ts', line: 'if (others > 0)', reason: SHORTCUT },
  { file: 'runs.ts', line: 'if (Math.max(0, ...state.needs) > state.left) return 0n;', reason: SHORTCUT },
  // password/formats
  {
    file: /./,
    line: /(^const \[, .*\] =|\.exec\(\w+\)| |\)) \?\? \[\];$|^const \[, .*\] =$/,
    mutator: /ArrayDeclaration|StringLiteral/,
    reason: NO_MATCH,
  },
  {
    file: /^(argon2|bcrypt|pbkdf2|phpass|scrypt|scrypt7|sha-crypt|werkzeug|wrapped)\.ts$/,
    line: /^(?:const [A-Z\d]+ = )?\/\^/,
    mutator: 'Regex',
    replacement: /^\/[^^]/,
    reason: BEGINS,
  },
  {
    file: /^(better-auth|scrypt7|werkzeug|spring|django|phpass)\.ts$/,
    line: /^if \((?:packed|salt|digest) === undefined \|\| /,
    reason: ALL_OR_NONE,
  },
  {
    file: 'phpass.ts',
    line: "const log = CRYPT_ALPHABET.indexOf(count ?? '');",
    mutator: 'StringLiteral',
    reason: NO_MATCH,
  },
  { file: 'pbkdf2.ts', line: /^const algorithm = DIGESTS\.get/, mutator: 'StringLiteral', reason: NO_MATCH },
  {
    file: 'crypt-base64.ts',
    line: 'if (held < 8) continue;',
    replacement: 'held <= 8',
    reason: 'a byte is then taken one digit later, and no digest of 16, 32 or 64 bytes ends on such a byte',
  },
  {
    file: 'spring.ts',
    line: /^const \[, id = '', rest = ''\] = /,
    mutator: 'Regex',
    replacement: /\(\.\*\)\/s$/,
    reason: 'what takes all characters ends at the end',
  },
  {
    file: 'spring.ts',
    line: 'if (!/^([0-9a-f]{2})+$/.test(rest) || rest.length !== (saltLength + 32) * 2)',
    replacement: '/^([0-9a-f])+$/',
    reason: 'the length is compared with an even one',
  },
  {
    file: 'wrapped.ts',
    line: 'if (!stored || !isDigest(digest) || saltHex.length % 2 === 1)',
    mutator: 'LogicalOperator',
    replacement: '!stored && !isDigest(digest)',
    reason: ALL_OR_NONE,
  },
  {
    file: 'wrapped.ts',
    line: "if (typeof digest !== 'string' || digest.length !== digits || !/^[0-9a-f]+$/.test(digest))",
    mutator: 'ConditionalExpression',
    replacement: 'false',
    reason: 'nothing but a text has that length and those characters',
  },
  {
    file: 'wrapped.ts',
    line: '...(place !== undefined && {',
    replacement: 'true',
    reason: 'a salt of no bytes is none',
  },
  {
    file: 'wrapped.ts',
    line: /^salt: \{ place: place === 'salt-before'/,
    replacement: '""',
    reason: 'what is not after is before',
  },
  {
    file: 'wrapped.ts',
    line: 'return name !== undefined && Object.hasOwn(HEX_DIGITS, name);',
    replacement: 'true',
    reason: COMPILER,
  },
  {
    file: 'wrapped.ts',
    line: /messageBytes\(salt\??\.bytes/,
    mutator: 'StringLiteral',
    replacement: '""',
    reason: 'the name of an argument that was checked before',
  },
  // password/hashing
  {
    file: 'hasher.ts',
    line: /await this\.#verify\(password, [\w.#]+, async \(\) => \(\{\}\)\);$/,
    mutator: 'ArrowFunction',
    reason: 'only whether it is valid is looked at, and what is spread into the answer is nothing either way',
  },
  {
    file: 'new-hash.ts',
    line: "const isPeppered = derivation.kind === 'argon2' && pepper !== undefined;",
    replacement: 'true',
    reason: 'a policy with peppers for another function is refused when it is made',
  },
  {
    file: 'pepper.ts',
    line: "if (pepperId === undefined || derivation.kind !== 'argon2') return stored;",
    replacement: 'false',
    reason: 'only Argon2 strings have a place for the id of a pepper',
  },
  {
    file: 'argon2.ts',
    line: "kind: 'argon2',",
    mutator: 'StringLiteral',
    reason: 'the engine is told by its name what is computed',
  },
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
