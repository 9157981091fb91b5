import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '@countersign/vitest-config/counterparts';
import { describe, expect, test } from 'vitest';
import { workbench } from '../test/run.ts';
import { atTerminal } from '../test/terminal.ts';

const bench = workbench('key-and-jwt');
const { folder, run, file } = bench;
const BOM = '\uFEFF';

await run(['key', 'generate', 'ES256', '--out', 'own.pem']);
await run(['key', 'generate', 'ES256', '--out', 'other.pem']);
mkdirSync(join(folder, 'dir'));
const sign = ['jwt', 'sign', '--algorithm', 'ES256', '--key-file', 'own.pem'];
const verify = ['jwt', 'verify', '--algorithm', 'ES256', '--key-file', 'own.pem.pub'];
const token = (await run([...sign, '--claim', 'role=editor'])).output.trim();

const content = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('what editors and shells put around a text', () => {
  test.each([
    ['a byte order mark', (text: string) => `${BOM}${text}`],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['both', (text: string) => `${BOM}${text.replaceAll('\n', '\r\n')}`],
  ])('%s does not matter to keys, key sets, claims and tokens', async (_, dressed) => {
    file('dressed.pem', dressed(content('own.pem')));
    file('dressed.pub', dressed(content('own.pem.pub')));
    file('dressed.json', dressed((await run(['key', 'jwks', 'own.pem'])).output));
    file('claims.json', dressed('{\n"role": "editor"\n}\n'));
    const made = await run([
      'jwt',
      'sign',
      '--algorithm',
      'ES256',
      '--key-file',
      'dressed.pem',
      'claims.json',
    ]);
    expect(made).toMatchObject({ exit: 0, error: '' });
    for (const keys of [
      ['--key-file', 'dressed.pub'],
      ['--jwks', 'dressed.json'],
    ])
      expect(
        await run(['jwt', 'verify', '--algorithm', 'ES256', ...keys], {
          input: dressed(`Bearer ${made.output}`),
        }),
      ).toMatchObject({ exit: 0, error: '' });
  });

  test.each(['own.pem', 'own.pem.pub'])('reads %s in UTF-16', async (name) => {
    file('wide', Buffer.from(`${BOM}${content(name)}`, 'utf16le'));
    const inspected = await run(['key', 'inspect', 'wide']);
    expect(inspected).toEqual(await run(['key', 'inspect', name]));
    expect(inspected).toMatchObject({ exit: 0, error: '' });
  });
});

describe('a file to write', () => {
  const generate = ['key', 'generate', 'ES256', '--out'];

  test('reports a folder as the target, and does not advise --force', async () => {
    for (const command of [generate, ['key', 'public', 'own.pem', '--out']])
      for (const force of [[], ['--force']])
        expect(await run([...command, 'dir', ...force])).toEqual({
          exit: 3,
          output: '',
          error: 'countersign: dir: is a directory\n',
        });
  });

  test('keeps an old key if the public half cannot be written', async () => {
    mkdirSync(join(folder, 'pair.pub'));
    file('pair', 'an old key');
    expect(await run([...generate, 'pair', '--force'])).toMatchObject({ exit: 3 });
    expect(content('pair')).toBe('an old key');
  });

  test('replaces a link instead of following it', async () => {
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    expect(await run([...generate, 'link'])).toMatchObject({
      exit: 3,
      error: expect.stringContaining('--force'),
    });
    expect(existsSync(join(folder, 'target'))).toBe(false);
    expect(await run([...generate, 'link', '--force'])).toMatchObject({ exit: 0, error: '' });
    expect(existsSync(join(folder, 'target'))).toBe(false);
    expect(lstatSync(join(folder, 'link'))).toMatchObject({ mode: 0o100600 });
  });

  test('leaves no temporary file and deletes no other file', async () => {
    mkdirSync(join(folder, 'keys'));
    file('keys/key', 'an old key');
    file(`keys/key.${process.pid}.new`, 'mine');
    const before = readdirSync(join(folder, 'keys'));
    expect(await run([...generate, 'keys/key'])).toMatchObject({ exit: 3 });
    expect(await run([...generate, 'keys/key', '--force'])).toMatchObject({ exit: 0 });
    expect(readdirSync(join(folder, 'keys')).sort()).toEqual([...before, 'key.pub'].sort());
    expect(content(`keys/key.${process.pid}.new`)).toBe('mine');
  });

  test('keeps the old private key if the public half is a link to nothing', async () => {
    file('half', 'an old key');
    symlinkSync(join(folder, 'nowhere', 'target'), join(folder, 'half.pub'));
    expect(await run([...generate, 'half', '--force'])).toMatchObject({ exit: 0 });
    expect(content('half.pub')).toContain('PUBLIC KEY');
  });

  test.each([
    ['in a folder that is not there', 'nowhere/key', 'no such file or directory'],
    ['below a file', 'own.pem/key', 'a part of the path is not a directory'],
    ['on a device that is full', '/dev/full', 'no space left'],
    ['by a name that is too long', 'n'.repeat(300), 'the name is too long'],
  ])('reports a target %s', async (_, path, reason) => {
    for (const command of [generate, ['key', 'public', 'own.pem', '--out']]) {
      const { exit, output, error } = await run([...command, path, '--force']);
      expect({ exit, output }).toEqual({ exit: 3, output: '' });
      expect(error).toContain(`${path}: ${reason}`);
    }
  });
});

describe('a key set', () => {
  test('key jwks rejects the same key twice', async () => {
    const { exit, output, error } = await run(['key', 'jwks', 'own.pem', 'other.pem', 'own.pem.pub']);
    expect({ exit, output }).toEqual({ exit: 2, output: '' });
    expect(error).toContain('own.pem.pub');
  });

  test('key jwks names the file that is not a key', async () => {
    file('empty', '');
    const { exit, output, error } = await run(['key', 'jwks', 'own.pem', 'empty', 'other.pem']);
    expect({ exit, output }).toEqual({ exit: 1, output: '' });
    expect(error).toMatch(/^countersign: empty: .*\(ERR_KEY_INVALID\)\n$/);
  });
});

describe('times', () => {
  test.each(['2026-02-31T00:00:00Z', '2026-13-01', 'tomorrow 1', '1/2/2026', '2026-01-31T25:00:00Z'])(
    'rejects the time %s',
    async (now) => {
      expect(await run([...verify, '--now', now, token])).toMatchObject({
        exit: 2,
        error: expect.stringContaining('--now must be a time'),
      });
    },
  );

  test('describes times relative to --now', needs('python3'), async () => {
    const made = (await run([...sign, '--now', '2030-01-01T00:00:00Z', '--exp', '1h'])).output.trim();
    const { seen } = atTerminal(bench, [...verify, '--now', '2030-01-01T00:00:00Z', made], []);
    expect(seen).toContain('(in 1 hour)');
  });
});

test('reads and verifies a long token with --max-token-length', async () => {
  file('long.json', JSON.stringify({ text: 'x'.repeat(20_000) }));
  const long = file('long', (await run([...sign, 'long.json'])).output);
  const input = content(long);
  for (const args of [verify, ['jwt', 'decode'], ['jwt', 'lint']]) {
    const refused = await run(args, { input });
    expect(refused).toMatchObject({ exit: 1 });
    expect(`${refused.output}${refused.error}`).toMatch(/maxTokenLength|--max-token-length/);
    expect((await run([...args, '--max-token-length', '100000'], { input })).exit).toBe(0);
  }
});

test('reports an empty file name', async () => {
  for (const args of [
    ['key', 'inspect', ''],
    ['hash', ''],
  ])
    expect(await run(args)).toMatchObject({
      exit: 3,
      error: expect.stringMatching(/^countersign: '': no such file/),
    });
});
