import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Migrated, migrate } from '../../public/codemods/migrate.mjs';
import { runPrograms } from '../programs.ts';
import { samples } from '../samples.ts';

const docs = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(docs, '.codemods-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function migrateOne(library: string, code: string): Migrated {
  const [result] = migrate(library, [code]);
  if (!result) throw new Error('the program is missing');
  return result;
}

/** The code after the first line. */
const body = (library: string, head: string, code: string): string => {
  const result = migrateOne(library, `${head}\n${code}`).code;
  return result.split('\n').slice(1).join('\n');
};

test.each([
  ['bcrypt', 'await bcrypt.hash(password, 10)', 'await hashPassword(password)'],
  ['bcrypt', 'await bcrypt.compare(f(a, "),"), user.hash)', 'await verifyPassword(f(a, "),"), user.hash)'],
  ['argon2', 'argon2.verify(user.hash, password)', 'verifyPassword(password, user.hash)'],
  ['argon2', 'argon2.hash(`a), b`)', 'hashPassword(`a), b`)'],
  [
    'jsonwebtoken',
    "jsonwebtoken.sign({ a: [1, 2] }, key, { jwtid: id, expiresIn: '5m' })",
    "signSync({ a: [1, 2] }, key, { tokenId: id, expiresIn: '5m', algorithm: 'HS256', issuedAt: true })",
  ],
  [
    'jsonwebtoken',
    "jsonwebtoken.verify(token, key, { algorithms: ['RS256'], issuer, clockTolerance: 5 })",
    "verifySync(token, key, { algorithms: ['RS256'], issuer, leeway: 5 })",
  ],
])('the codemod for %s rewrites %s', (library, before, after) => {
  expect(body(library, `import ${library} from '${library}';`, before)).toBe(after);
});

test.each([
  ["createHash('sha256').update(a + b).digest('hex')", "hash('sha256', a + b, { encoding: 'hex' })"],
  [
    "createHmac('sha512', key)\n  .update(a)\n  .digest('base64')",
    "hmac('sha512', key, a, { encoding: 'base64' })",
  ],
  ["randomBytes(16).toString('hex')", 'tokenHex(16)'],
  ['timingSafeEqual(a, b)', 'compareDigest(a, b)'],
  ['randomUUID()', 'randomUuid()'],
  ['randomInt(6)', 'randomBelow(6)'],
])('the codemod for node:crypto rewrites %s', (before, after) => {
  const names = /^\w+/.exec(before)?.[0];
  expect(body('node:crypto', `import { ${names} } from 'node:crypto';`, before)).toBe(after);
});

test.each([
  ['bcrypt', 'bcrypt.hash(password, 10, callback);'],
  ['bcrypt', 'bcrypt.compareSync(password, hash);'],
  ['argon2', 'argon2.hash(password, { timeCost: 4 });'],
  ['jsonwebtoken', 'jsonwebtoken.sign(payload, key);'],
  ['jsonwebtoken', "jsonwebtoken.sign({}, key, { expiresIn: '60' });"],
  ['jsonwebtoken', 'jsonwebtoken.sign({}, key, { ...options });'],
  ['jsonwebtoken', 'jsonwebtoken.verify(token, key);'],
  ['jsonwebtoken', 'jsonwebtoken.verify(token, key, { algorithms, ignoreExpiration: true });'],
  ['jsonwebtoken', 'jsonwebtoken.decode(token);'],
])('the codemod for %s leaves %s to a person', (library, line) => {
  const code = `import ${library} from '${library}';\n// ${line}\nconst text = "${line.replaceAll('"', "'")}";\n${line}\n`;
  const result = migrateOne(library, code);
  expect(result.code).toBe(code);
  expect(result.manual.at(-1)).toEqual({ line: 4, text: line });
});

test('the codemod leaves comments, strings, and methods of other objects', () => {
  const code =
    "import argon2 from 'argon2';\n// argon2.hash(a)\nconst b = 'argon2.hash(a)' + my.argon2.hash(a);\n";
  expect(migrateOne('argon2', code).code).toBe(code);
});

test('the codemod keeps an import that is still used', () => {
  const head = "import argon2 from 'argon2';";
  expect(body('argon2', head, 'argon2.verify(a, b);\nargon2.needsRehash(a);')).toBe(
    `${head}\nverifyPassword(b, a);\nargon2.needsRehash(a);`,
  );
});

test('the codemod keeps the old hash while another file reads it with the old library', () => {
  const head = "import bcrypt from 'bcrypt';\n";
  const writer = `${head}bcrypt.hash(a, 10);\n`;
  const reader = `${head}bcrypt.compareSync(a, b);\n`;
  expect(migrate('bcrypt', [writer, reader]).map(({ code }) => code)).toEqual([writer, reader]);
  expect(migrate('bcrypt', [writer])[0]?.code).toContain('hashPassword(a)');
});

test('the codemod rejects an unknown library', () => {
  expect(() => migrate('md5', [''])).toThrow('Known: bcrypt');
});

describe('the programs before a migration', () => {
  const pages = [
    ['bcrypt', 'migrate-from-bcrypt-1'],
    ['argon2', 'migrate-from-argon2-1'],
    ['jsonwebtoken', 'migrate-from-jsonwebtoken-1'],
    ['node:crypto', 'migrate-from-node-crypto-1'],
  ] as const;
  const programs = samples(docs, 'guides/migrate-from-*.md', 'js');

  test.each(pages)('print the same after the codemod for %s', (library, page) => {
    const sample = programs.find(({ name }) => name === page);
    const { code } = migrateOne(library, sample?.code ?? '');
    expect(code).toContain('@countersign/');
    expect(runPrograms([{ name: page, code }], folder)).toEqual({ [page]: { printed: sample?.prints } });
  });
});

test('the codemod changes files, and lists the lines for a person', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'codemod-')), 'a.js');
  writeFileSync(file, "import argon2 from 'argon2';\nargon2.verify(a, b);\nargon2.needsRehash(a);\n");
  const program = join(docs, 'public/codemods/migrate.mjs');
  const { stdout, status } = spawnSync(process.execPath, [program, 'argon2', file], { encoding: 'utf8' });
  expect({ stdout, status }).toEqual({
    status: 0,
    stdout: `${file}: changed\n  by hand, line 3: argon2.needsRehash(a);\n`,
  });
  expect(readFileSync(file, 'utf8')).toContain('verifyPassword(b, a);');
});
