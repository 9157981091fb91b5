import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { needs, PYTHON } from '@countersign/vitest-config/counterparts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examples, moduleOf, preludeNames } from './examples.ts';
import { type Outcome, runPrograms } from './programs.ts';
import { blocks, samples } from './samples.ts';

const docs = resolve(import.meta.dirname, '..');
const packages = resolve(docs, '../../packages');
const folder = join(docs, '.samples');

const guides = globSync('guides/*.md', { cwd: docs }).map((file) => readFileSync(join(docs, file), 'utf8'));

const written = [
  ...samples(docs, '{guides,.vitepress/theme}/*.md'),
  ...samples(packages, '*/README.md'),
  ...samples(resolve(docs, '../..'), 'README.md'),
];

/** The third entry of each package, and its names. */
const EXTRA_ENTRIES = {
  core: async () => ['webhooks', Object.keys(await import('@countersign/core/webhooks'))],
  jwt: async () => ['http', Object.keys(await import('@countersign/jwt/http'))],
  password: async () => ['pure', Object.keys(await import('@countersign/password/pure'))],
} as const satisfies Readonly<
  Record<string, () => Promise<readonly [entry: string, names: readonly string[]]>>
>;

/** The examples in TSDoc comments, each as a module. */
const commented = await Promise.all(
  (['core', 'jwt', 'password'] as const).map(async (name) => {
    const prelude = `../src/preludes/${name}.ts`;
    const main = Object.keys(await import(`@countersign/${name}`));
    const node = Object.keys(await import(`@countersign/${name}/node`)).filter((key) => !main.includes(key));
    const [extra, names] = await EXTRA_ENTRIES[name]();
    const given = preludeNames(readFileSync(join(folder, prelude), 'utf8'));
    return examples(join(packages, name, 'src'), name).map((example) => ({
      name: example.name,
      code: moduleOf(example, {
        [`@countersign/${name}`]: main,
        [`@countersign/${name}/node`]: node,
        [`@countersign/${name}/${extra}`]: names.filter((key) => !main.includes(key)),
        [prelude]: given,
      }),
    }));
  }),
).then((modules) => modules.flat());

// The samples are inside the package, so that they import the installed packages.
beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const { name, code } of [...written, ...commented]) writeFileSync(join(folder, `${name}.ts`), code);
  const config = {
    extends: '../../../tsconfig.base.json',
    compilerOptions: {
      lib: ['es2024', 'dom'],
      isolatedDeclarations: false,
      declaration: false,
      declarationMap: false,
      noEmit: true,
      // A sample may name a result that it does not use.
      noUnusedLocals: false,
    },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  // Two files that examples read.
  writeFileSync(join(folder, 'archive.tar'), 'Hash me now!');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, ...args: readonly string[]): string {
  const done = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

test('every sample and every example type-checks under the strictest flags', () => {
  run(resolve(docs, '../../node_modules/.bin/tsc'), '-p', '.');
});

/** The programs that readers migrate from. */
const before = samples(docs, 'guides/*.md', 'js').map((sample) => ({
  ...sample,
  name: `${sample.name}-before`,
}));
const beforeInPython = samples(docs, 'guides/*.md', 'python');

describe('the programs', () => {
  const programs = [...written, ...before];
  let outcomes: Readonly<Record<string, Outcome>>;
  beforeAll(() => {
    outcomes = runPrograms(programs, folder);
  });

  test.each(programs)('$name prints what it says', ({ name, prints }) => {
    expect(outcomes[name]).toEqual({ printed: prints });
  });
});

describe('the Python programs before the migration', needs('passlib', 'pyjwt'), () => {
  test.each(beforeInPython)('$name prints what it says', ({ name, code, prints }) => {
    writeFileSync(join(folder, `${name}.py`), code);
    expect(run(PYTHON, `${name}.py`).trim().split('\n')).toEqual(prints);
  });
});

test('every migration page has a program before and a program after', () => {
  const pages = globSync('guides/migrate-from-*.md', { cwd: docs }).map((file) => basename(file, '.md'));
  expect(pages.length).toBe(10);
  for (const page of pages) {
    expect(
      before.some(({ name }) => name === `${page}-1-before`) ||
        beforeInPython.some(({ name }) => name === `${page}-1`),
    ).toBe(true);
    expect(written.some(({ name }) => name === `${page}-1`)).toBe(true);
  }
});

test('the commands of the guides run', () => {
  const command = resolve(docs, '../cli/src/main.ts');
  const countersign = `countersign() { "${process.execPath}" --conditions=@countersign/source "${command}" "$@"; }`;
  const commands = guides.flatMap((guide) => blocks(guide, 'sh'));
  expect(commands.length).toBeGreaterThan(0);
  writeFileSync(join(folder, 'file.iso'), 'Hash me now!');
  for (const text of commands) run('sh', '-euc', `${countersign}\n${text}`);
});

describe('the SQL of the guides', () => {
  const all = guides.flatMap((guide) => blocks(guide, 'sql'));
  const statements = all.filter((text) => text.startsWith('UPDATE'));
  const given = {
    id: 1,
    old: 'an old hash',
    rehashed: 'a new hash',
    digest: 'a digest',
    now: '2026-01-01T00:00:00Z',
  };

  test('revokes a token for its issuer, and forgets it five minutes after it has expired', () => {
    const [definition = '', revoke = '', find = '', forget = ''] =
      all.find((text) => text.startsWith('CREATE TABLE revoked_tokens'))?.split(/(?<=;)\n/) ?? [];
    const database = new DatabaseSync(':memory:');
    database.exec(definition);
    const token = { issuer: 'https://auth.example.com', token_id: 'one' };
    const isRevoked = (other = {}): boolean =>
      database.prepare(find).get({ ...token, ...other }) !== undefined;
    expect(isRevoked()).toBe(false);
    for (let round = 0; round < 2; round++) database.prepare(revoke).run({ ...token, expires_at: 1000 });
    expect([isRevoked(), isRevoked({ issuer: 'other' }), isRevoked({ token_id: 'two' })]).toEqual([
      true,
      false,
      false,
    ]);
    database.prepare(forget).run({ now: 1300 });
    expect(isRevoked()).toBe(true);
    database.prepare(forget).run({ now: 1301 });
    expect(isRevoked()).toBe(false);
  });

  test('does what its guide says once, and nothing a second time', () => {
    expect(statements.length).toBe(2);
    const database = new DatabaseSync(':memory:');
    database.exec(`
      CREATE TABLE accounts (id INTEGER, password_hash TEXT);
      CREATE TABLE reset_tokens (account_id INTEGER, digest TEXT, used_at TEXT, expires_at TEXT);
      INSERT INTO accounts VALUES (1, 'an old hash');
      INSERT INTO reset_tokens VALUES (1, 'a digest', NULL, '2026-01-01T00:30:00Z');`);
    for (const text of statements) {
      const statement = database.prepare(text);
      statement.setAllowUnknownNamedParameters(true);
      const changed = (): number => {
        statement.all(given);
        return Number(database.prepare('SELECT changes() AS changed').get()?.['changed']);
      };
      expect({ text, changed: [changed(), changed()] }).toEqual({ text, changed: [1, 0] });
    }
  });
});

describe('examples in comments', () => {
  test('are found in every package', () => {
    for (const name of ['core', 'jwt', 'password'])
      expect(commented.filter((example) => example.name.startsWith(name)).length).toBeGreaterThan(4);
  });

  // One process for all: each example is a line or two.
  test('run', () => {
    const imports = commented.map(({ name }) => `await import('./${name}.ts').catch(failed('${name}'));`);
    const failed = `const failed = (name) => (error) => { console.error(name, error); process.exitCode = 1; };`;
    writeFileSync(join(folder, 'every-example.mjs'), [failed, ...imports].join('\n'));
    run(process.execPath, '--conditions=@countersign/source', 'every-example.mjs');
  });
});
