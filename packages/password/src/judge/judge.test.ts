import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@countersign/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  blocklistFile,
  buildBlocklist,
  checkBreached,
  checkPassword,
  compositionRequired,
  estimateStrength,
  minStrength,
  nistPolicy,
  rangeApi,
  rangeDirectory,
} from '../node.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-judge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const digest = (password: string): string => hash('sha1', password, { encoding: 'hex' }).toUpperCase();

describe('checkPassword by NIST SP 800-63B-4', () => {
  const codes = async (password: string, options = {}): Promise<readonly string[]> =>
    (await checkPassword(password, nistPolicy(options))).map(({ code }) => code);

  test.each([
    ['fourteen chars', {}, ['too-short']],
    ['fifteen chars..', {}, []],
    ['12345678', { mfa: true }, ['common']],
    ['x7#qLm2v', { mfa: true }, []],
    ['x'.repeat(300), {}, ['too-long']],
    ['countersign.example', { context: ['Countersign.example'] }, ['expected']],
    ['erika.mustermann', { context: ['Erika.Mustermann@example.com'] }, ['expected']],
    ['my erika.mustermann phrase', { context: ['erika.mustermann'] }, []],
    // Eight characters, seventeen UTF-16 units: length is counted in code points.
    ['🐎🔋📎✏🐎🔋📎✏', { mfa: true }, []],
  ])('%j under %j has %j', async (password, options, expected) => {
    expect(await codes(password, options)).toEqual(expected);
  });

  test('every violation has a sentence and its numbers', async () => {
    expect(await checkPassword('short')).toContainEqual({
      code: 'too-short',
      message: 'The password has 5 characters; at least 15 are needed.',
      details: { length: 5, min: 15 },
    });
  });

  test('rules of other kinds can be put together', async () => {
    const policy = [compositionRequired({ upper: 1, digits: 2 }), minStrength(3)];
    expect((await checkPassword('password1', policy)).map(({ code }) => code)).toEqual([
      'missing-upper',
      'too-weak',
    ]);
  });
});

describe('estimateStrength', () => {
  test('knows common passwords, and inputs of the person', async () => {
    expect(await estimateStrength('password')).toMatchObject({ score: 0 });
    expect(await estimateStrength('unsolved-bobcat-renewal-clutter')).toMatchObject({ score: 4 });
    const [known, unknown] = await Promise.all([
      estimateStrength('mustermann77', { inputs: ['mustermann'] }),
      estimateStrength('mustermann77'),
    ]);
    expect(known.guessesLog10).toBeLessThan(unknown.guessesLog10);
  });

  test('answers soon for a megabyte', async () => {
    expect(await estimateStrength('ab1'.repeat(350_000))).toHaveProperty('score');
  });
});

describe('checkBreached', () => {
  const asked: string[] = [];
  const padding = `${'0'.repeat(35)}:0`;
  const server = createServer((request, response) => {
    const prefix = request.url?.slice(-5) ?? '';
    asked.push(`${prefix} ${request.headers['add-padding']}`);
    if (prefix === digest('server down').slice(0, 5)) return void response.writeHead(500).end();
    const row = digest('password').startsWith(prefix) ? `${digest('password').slice(5)}:10434004` : padding;
    return void response.end(`${row}\r\n${digest('padded').slice(5)}:0\r\n${padding}`);
  });
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/range/` : '';
  });
  afterAll(() => void server.close());

  test('asks with five digits and padding, counts real rows only, and once for each prefix', async () => {
    const source = rangeApi({ url });
    expect(await checkBreached('password', { source })).toBe(10_434_004);
    expect(await checkBreached('password', { source })).toBe(10_434_004);
    expect(await checkBreached('padded', { source })).toBe(0);
    expect(asked).toEqual([`${digest('password').slice(0, 5)} true`, `${digest('padded').slice(0, 5)} true`]);
  });

  test('fails closed or open, as asked', async () => {
    const source = rangeApi({ url });
    await expect(checkBreached('server down', { source })).rejects.toMatchObject({
      code: 'ERR_BREACH_SOURCE',
    });
    expect(await checkBreached('server down', { source, onFailure: 'open' })).toBe(0);
  });

  test('takes no address but https', () => {
    expect(() => rangeApi({ url: 'http://example.com/range/' })).toThrow(
      expect.objectContaining({ argument: 'url' }),
    );
  });

  test('reads a folder of ranges', async () => {
    writeFileSync(
      join(folder, `${digest('password').slice(0, 5)}.txt`),
      `${digest('password').slice(5)}:7\n`,
    );
    const source = rangeDirectory(folder);
    expect(await checkBreached('password', { source })).toBe(7);
    await expect(checkBreached('another password', { source })).rejects.toMatchObject({
      code: 'ERR_BREACH_SOURCE',
    });
  });

  test('searches a filter file', async () => {
    const path = join(folder, 'blocklist');
    const passwords = Array.from({ length: 5000 }, (_, index) => `password-${index}`);
    writeFileSync(path, buildBlocklist(passwords));
    const source = blocklistFile(path);
    for (const password of passwords.filter((_, index) => index % 251 === 0))
      expect(await checkBreached(password, { source })).toBe(1);
    for (let index = 0; index < 50; index++)
      expect(await checkBreached(`other-${index}`, { source })).toBe(0);
  });

  test('refuses a file that is no filter', async () => {
    const path = join(folder, 'no-filter');
    writeFileSync(path, 'x'.repeat(100));
    await expect(checkBreached('password', { source: blocklistFile(path) })).rejects.toMatchObject({
      code: 'ERR_BREACH_SOURCE',
    });
  });
});
