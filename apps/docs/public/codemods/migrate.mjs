// Rewrites calls of another library to Countersign: node migrate.mjs LIBRARY FILE…
// Only calls with the same meaning are changed. Other calls are listed, and stay as they are.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** For each library: the calls with an equivalent. A rewrite returns undefined if the arguments have none. */
const LIBRARIES = {
  bcrypt: passwords({
    hash: ([password, cost, ...rest]) => cost && rest.length === 0 && call('hashPassword', password),
    compare: ([password, hash, ...rest]) =>
      hash && rest.length === 0 && call('verifyPassword', password, hash),
  }),
  argon2: passwords({
    hash: ([password, ...options]) => options.length === 0 && call('hashPassword', password),
    verify: ([hash, password, ...rest]) =>
      password && rest.length === 0 && call('verifyPassword', password, hash),
  }),
  jsonwebtoken: {
    sources: ['jsonwebtoken'],
    target: '@countersign/jwt/node',
    calls: {
      sign: ([payload, key, options = '{}', ...rest]) => {
        const written = rest.length === 0 && payload?.startsWith('{') && signOptions(options);
        return written && call('signSync', payload, key, written);
      },
      verify: ([token, key, options = '{}', ...rest]) => {
        const written = rest.length === 0 && verifyRules(options);
        return written && call('verifySync', token, key, written);
      },
    },
  },
  'node:crypto': {
    sources: ['node:crypto', 'crypto'],
    target: '@countersign/core',
    calls: {
      timingSafeEqual: ([a, b]) => call('compareDigest', a, b),
      randomUUID: (args) => args.length === 0 && call('randomUuid'),
      randomInt: ([limit, ...rest]) => rest.length === 0 && call('randomBelow', limit),
      randomBytes: ([size], chain) => {
        const name = { "toString('hex')": 'tokenHex', "toString('base64url')": 'tokenUrlSafe' }[chain[0]];
        return chain.length === 1 && name && call(name, size);
      },
      createHash: ([algorithm, ...rest], chain) => {
        const [message, encoding] = digestChain(chain);
        return rest.length === 0 && encoding && call('hash', algorithm, message, `{ encoding: ${encoding} }`);
      },
      createHmac: ([algorithm, key, ...rest], chain) => {
        const [message, encoding] = digestChain(chain);
        return (
          rest.length === 0 && encoding && call('hmac', algorithm, key, message, `{ encoding: ${encoding} }`)
        );
      },
    },
    /** Methods that belong to a call, such as `.update(x).digest('hex')`. */
    hasChains: true,
  },
};
LIBRARIES.bcryptjs = LIBRARIES.bcrypt;
LIBRARIES.crypto = LIBRARIES['node:crypto'];

function passwords(calls) {
  return {
    sources: ['bcrypt', 'bcryptjs', 'argon2'],
    target: '@countersign/password',
    calls,
    writer: 'hash',
  };
}

function call(name, ...args) {
  return { name, text: `${name}(${args.join(', ')})` };
}

/** The message and the encoding of `.update(message).digest(encoding)`. */
function digestChain([update = '', digest = '', ...rest]) {
  const [message, ...more] = splitArguments(/^update\(([\s\S]*)\)$/.exec(update)?.[1] ?? '');
  const encoding = /^digest\((['"](?:hex|base64|base64url)['"])\)$/.exec(digest)?.[1];
  return rest.length === 0 && message && more.length === 0 ? [message, encoding] : [];
}

/** The members of an object literal, or undefined if one has no plain name. */
function members(literal) {
  if (!literal.startsWith('{') || !literal.endsWith('}')) return undefined;
  const found = splitArguments(literal.slice(1, -1)).map((text) => /^(\w+)(?:\s*:\s*([\s\S]+))?$/.exec(text));
  return found.every(Boolean) ? new Map(found.map(([, name, value = name]) => [name, value])) : undefined;
}

function literal(options) {
  const written = [...options].map(([name, value]) => (name === value ? name : `${name}: ${value}`));
  return `{ ${written.join(', ')} }`;
}

const SIGN_NAMES = { jwtid: 'tokenId', keyid: 'keyId' };
const SIGN_KNOWN = [
  'algorithm',
  'expiresIn',
  'notBefore',
  'audience',
  'issuer',
  'subject',
  'tokenId',
  'keyId',
];

/** jsonwebtoken signs with HS256 and adds `iat` by default. A text such as '60' means milliseconds there. */
function signOptions(text) {
  const options = members(text);
  if (!options) return undefined;
  const renamed = new Map([...options].map(([name, value]) => [SIGN_NAMES[name] ?? name, value]));
  if (![...renamed.keys()].every((name) => SIGN_KNOWN.includes(name))) return undefined;
  if (/^['"]\d+['"]$/.test(renamed.get('expiresIn') ?? '')) return undefined;
  if (!renamed.has('algorithm')) renamed.set('algorithm', "'HS256'");
  return literal(renamed.set('issuedAt', 'true'));
}

const VERIFY_KNOWN = ['algorithms', 'audience', 'issuer', 'subject', 'leeway', 'tokenId', 'maxAge'];

/** Without `algorithms`, jsonwebtoken lets the key decide. Only a person can write the list. */
function verifyRules(text) {
  const options = members(text);
  if (!options?.has('algorithms')) return undefined;
  const names = { clockTolerance: 'leeway', jwtid: 'tokenId' };
  const renamed = new Map([...options].map(([name, value]) => [names[name] ?? name, value]));
  return [...renamed.keys()].every((name) => VERIFY_KNOWN.includes(name)) ? literal(renamed) : undefined;
}

/** The end of the string, template or comment that starts at a position, or undefined. */
function endOfText(code, start) {
  if (code.startsWith('//', start)) return (code.indexOf('\n', start) + 1 || code.length + 1) - 1;
  if (code.startsWith('/*', start)) return code.indexOf('*/', start) + 2 || code.length;
  const quote = code[start];
  if (quote !== "'" && quote !== '"' && quote !== '`') return undefined;
  let end = start + 1;
  while (end < code.length && code[end] !== quote) end += code[end] === '\\' ? 2 : 1;
  return end + 1;
}

/** The position after the bracket that closes the one at `start`. */
function endOfBrackets(code, start) {
  let depth = 0;
  for (let at = start; at < code.length; ) {
    const end = endOfText(code, at);
    if (end === undefined) {
      if ('([{'.includes(code[at])) depth += 1;
      if (')]}'.includes(code[at])) depth -= 1;
      at += 1;
      if (depth === 0) return at;
    } else at = end;
  }
  return code.length;
}

/** The parts of a list at its commas. */
function splitArguments(text) {
  const parts = [];
  let start = 0;
  for (let at = 0; at <= text.length; ) {
    if (at === text.length || text[at] === ',') {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
      at += 1;
    } else if ('([{'.includes(text[at])) at = endOfBrackets(text, at);
    else at = endOfText(text, at) ?? at + 1;
  }
  return parts.filter((part) => part !== '');
}

const IMPORT =
  /^(?:import\s+(?:\*\s+as\s+)?(?<name>\w+)\s+from|(?:const|let|var)\s+(?<required>\w+)\s*=\s*require\(|import\s*\{(?<names>[^}]*)\}\s*from)\s*['"](?<source>[^'"]+)['"]\)?;?[ \t]*\n/gm;

/** The imports of the library, with the local name of each export: `bcrypt.hash`, or `digest` for `createHash as digest`. */
function importsOf(code, { sources, calls }) {
  return [...code.matchAll(IMPORT)]
    .filter(({ groups }) => sources.includes(groups.source))
    .map(({ index, 0: text, groups }) => {
      const object = groups.name ?? groups.required;
      const names = object
        ? Object.keys(calls).map((name) => [`${object}.${name}`, name])
        : splitArguments(groups.names).map((part) => part.split(/\s+as\s+/).reverse());
      return { index, text, object, names: new Map(names.map(([local, name = local]) => [local, name])) };
    });
}

/**
 * Rewrites the calls in the programs of a project.
 *
 * A new hash has another format, so `hash` is rewritten only if no call of the old library remains to read it.
 *
 * @returns for each program, the new one and the lines that need a person
 */
export function migrate(library, programs) {
  const rules = LIBRARIES[library];
  if (!rules) throw new Error(`Unknown library ${library}. Known: ${Object.keys(LIBRARIES).join(', ')}.`);
  const migrated = programs.map((code) => migrateProgram(code, rules));
  if (!rules.writer || migrated.every(({ manual }) => manual.length === 0)) return migrated;
  const { [rules.writer]: _, ...calls } = rules.calls;
  return programs.map((code) => migrateProgram(code, { ...rules, calls }));
}

function migrateProgram(code, rules) {
  const imports = importsOf(code, rules);
  const locals = new Map(imports.flatMap(({ names }) => [...names]));
  const added = new Set();
  let result = '';
  for (let at = 0; at < code.length; ) {
    const end = endOfText(code, at);
    const found =
      end === undefined &&
      !/[\w.$]/.test(code[at - 1] ?? '') &&
      /^[\w$]+(?:\.\w+)?(?=\()/.exec(code.slice(at))?.[0];
    const name = found && locals.get(found);
    const written = name && rewrite(code, at + found.length, rules.calls[name], rules.hasChains);
    if (written) added.add(written.name);
    result += written ? written.text : code.slice(at, end ?? at + (found || code[at]).length);
    at = written?.end ?? end ?? at + (found || code[at]).length;
  }
  return { code: withImports(result, imports, added, rules), manual: manualLines(result, imports) };
}

function rewrite(code, open, rule, hasChains) {
  let end = endOfBrackets(code, open);
  const args = splitArguments(code.slice(open + 1, end - 1));
  const chain = [];
  const nextMethod = () => (hasChains ? /^\s*\.(\w+)(?=\()/.exec(code.slice(end)) : null);
  for (let next = nextMethod(); next; next = nextMethod()) {
    const start = end + next[0].length;
    end = endOfBrackets(code, start);
    chain.push(next[1] + code.slice(start, end));
  }
  const written = rule?.(args, chain);
  return written ? { ...written, end } : undefined;
}

/** Adds the new import, and removes an old one that nothing uses. */
function withImports(code, imports, added, { target }) {
  if (added.size === 0) return code;
  let result = code;
  for (const { text, object, names } of imports) {
    const rest = result.replace(text, '');
    const isUsed = (name) => new RegExp(`(?<![\\w.$])${name}\\b`).test(rest);
    if (object ? isUsed(object) : [...names.keys()].some(isUsed)) continue;
    result = rest;
  }
  return `import { ${[...added].sort().join(', ')} } from '${target}';\n${result}`;
}

/** The lines that still use the library. */
function manualLines(code, imports) {
  const names = imports.flatMap(({ object, names: locals }) => (object ? [object] : [...locals.keys()]));
  const isCall = new RegExp(`(?<![\\w.$'"])(?:${names.join('|') || '(?!)'})\\b`);
  const withoutImports = code.replaceAll(IMPORT, (text) => text.replaceAll(/[^\n]/g, ''));
  return withoutImports
    .split('\n')
    .flatMap((line, index) => (isCall.test(line) ? [{ line: index + 1, text: line.trim() }] : []));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [library, ...files] = process.argv.slice(2);
  const before = files.map((file) => readFileSync(file, 'utf8'));
  for (const [index, { code, manual }] of migrate(library, before).entries()) {
    const isChanged = code !== before[index];
    if (isChanged) writeFileSync(files[index], code);
    const lines = manual.map(({ line, text }) => `  by hand, line ${line}: ${text}\n`);
    process.stdout.write(`${files[index]}: ${isChanged ? 'changed' : 'unchanged'}\n${lines.join('')}`);
  }
}
