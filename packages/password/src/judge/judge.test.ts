import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash, toHex } from '@countersign/core';
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

  test.each([
    ['countersign countersign', true],
    ['Countersign2026!', true],
    ['C0unt3r$1gn 2026!', true],
    ['alice.alice', true],
    ['**4l1ce** Countersign', true],
    ['Álice Álice 1234', true],
    ['aliceexamplecom', true],
    ['countersign countersignature', false],
    ['alice purple penguin plaza', false],
    ['malice.alice', false],
    ['2026-11-30 12:00', false],
  ])('%j is derived from the names that are expected: %s', async (password, isDerived) => {
    const context = ['countersign', 'alice@example.com'];
    const found = await codes(password, { context, mfa: true });
    expect(found.includes('expected')).toBe(isDerived);
  });

  test('of a name of two letters nothing is derived', async () => {
    expect(await codes('bobobobobobobobo', { context: ['bo'] })).toEqual([]);
  });

  test('every violation has a sentence and its numbers', async () => {
    expect(await checkPassword('short')).toContainEqual({
      code: 'too-short',
      message: 'The password has 5 characters; at least 15 are needed.',
      details: { length: 5, min: 15 },
    });
  });

  test.each([
    ['fifteen\u2003chars..', []],
    // Fourteen characters once they are composed.
    ['e\u0300 thirteen ..', ['too-short']],
    ['half \ud800 a character', ['ill-formed']],
    ['x'.repeat(131_073), ['too-long']],
    [' PASSWORD1 ', ['too-short', 'common']],
  ])('%j is judged as it is hashed', async (password, expected) => {
    expect((await checkPassword(password)).map(({ code }) => code)).toEqual(expected);
  });

  test.each([
    [{ mfa: true }, 8, 256],
    [{ mfa: false, maxLength: 64 }, 15, 64],
  ])('the preset %j takes %d to %d characters', async (options, min, max) => {
    const text = 'x7#q Lm2v '.repeat(40);
    const codesOf = (length: number): Promise<readonly string[]> => codes(text.slice(0, length), options);
    expect(await codesOf(min)).toEqual([]);
    expect(await codesOf(min - 1)).toEqual(['too-short']);
    expect(await codesOf(max)).toEqual([]);
    expect(await codesOf(max + 1)).toEqual(['too-long']);
  });

  test('refuses a policy or options that are none', async () => {
    // @ts-expect-error wrong on purpose
    await expect(checkPassword('x', {})).rejects.toMatchObject({ argument: 'policy' });
    // @ts-expect-error wrong on purpose
    await expect(checkPassword(5)).rejects.toMatchObject({ argument: 'password' });
    expect(() => nistPolicy({ maxLength: 63 })).toThrow(expect.objectContaining({ argument: 'max' }));
    // @ts-expect-error wrong on purpose
    expect(() => nistPolicy({ minLength: 8 })).toThrow(expect.objectContaining({ argument: 'minLength' }));
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
    const isFor = (password: string): boolean => digest(password).startsWith(prefix);
    if (isFor('server down')) return void response.writeHead(500).end();
    if (isFor('not found')) return void response.writeHead(404).end();
    if (isFor('moved')) return void response.writeHead(302, { location: '/range/00000' }).end();
    if (isFor('endless')) return void response.end('x'.repeat(1024 * 1024 + 1));
    if (isFor('slow')) return;
    const row = digest('password').startsWith(prefix) ? `${digest('password').slice(5)}:10434004` : padding;
    return void response.end(`${row}\r\n${digest('padded').slice(5)}:0\r\n${padding}`);
  });
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/range/` : '';
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('asks with five digits and padding, counts real rows only, and once for each prefix', async () => {
    const source = rangeApi({ url });
    expect(await checkBreached('password', { source })).toBe(10_434_004);
    expect(await checkBreached('password', { source })).toBe(10_434_004);
    expect(await checkBreached('padded', { source })).toBe(0);
    expect(asked).toEqual([`${digest('password').slice(0, 5)} true`, `${digest('padded').slice(0, 5)} true`]);
  });

  test('keeps so many ranges, for so long', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const source = rangeApi({ url, cacheSize: 1, cacheMaxAge: '1h', now: () => now });
    const askedFor = async (...passwords: readonly string[]): Promise<number> => {
      asked.length = 0;
      for (const password of passwords) await checkBreached(password, { source });
      return asked.length;
    };
    expect(await askedFor('password', 'password')).toBe(1);
    expect(await askedFor('padded', 'password')).toBe(2);
    now = new Date('2026-01-01T00:59:59.999Z');
    expect(await askedFor('password')).toBe(0);
    now = new Date('2026-01-01T01:00:00Z');
    expect(await askedFor('password')).toBe(1);
    const forgetful = rangeApi({ url, cacheSize: 0 });
    asked.length = 0;
    for (const password of ['padded', 'padded']) await checkBreached(password, { source: forgetful });
    expect(asked).toHaveLength(2);
  });

  test.each([
    ['endless', '5m', /the answer was too long/],
    ['moved', '5m', /the connection failed or took too long/],
    ['slow', '250ms', /the connection failed or took too long/],
    ['not found', '5m', /the answer was 404/],
  ])('a service that is %s has failed', async (password, timeout, message) => {
    const source = rangeApi({ url, timeout });
    await expect(checkBreached(password, { source })).rejects.toMatchObject({
      code: 'ERR_BREACH_SOURCE',
      message: expect.stringMatching(message),
    });
  });

  test('takes a source of one’s own, which gets the whole digest', async () => {
    const table = new Map([[digest('password'), 3]]);
    const source = { count: async (sha1: string) => table.get(sha1) ?? 0 };
    expect(await checkBreached('password', { source })).toBe(3);
    expect(await checkBreached('other', { source })).toBe(0);
    const broken = { count: () => Promise.reject(new Error('database gone')) };
    await expect(checkBreached('password', { source: broken })).rejects.toMatchObject({
      code: 'ERR_BREACH_SOURCE',
      cause: { message: 'database gone' },
    });
    const policy = nistPolicy({ breach: { source } });
    expect(await checkPassword('password', policy)).toContainEqual({
      code: 'breached',
      message: 'The password is known from data breaches (3 times) and is tried early.',
      details: { count: 3 },
    });
  });

  const none = async (): Promise<number> => 0;
  test.each([
    [{}, 'source'],
    [{ source: {} }, 'source'],
    [{ source: { count: none }, onFailure: 'ignore' }, 'onFailure'],
    [{ source: { count: none }, onfailure: 'open' }, 'onfailure'],
    [undefined, 'options'],
  ])('refuses the options %j', async (options, argument) => {
    // @ts-expect-error wrong on purpose
    await expect(checkBreached('password', options)).rejects.toMatchObject({ argument });
  });

  test('fails closed or open, as asked', async () => {
    const source = rangeApi({ url });
    await expect(checkBreached('server down', { source })).rejects.toMatchObject({
      code: 'ERR_BREACH_SOURCE',
    });
    expect(await checkBreached('server down', { source, onFailure: 'open' })).toBe(0);
  });

  test.each([
    [{ url: 'http://example.com/range/' }, 'url'],
    [{ url: 'ftp://localhost/' }, 'url'],
    [{ url: 'example.com' }, 'url'],
    [{ cacheSize: -1 }, 'cacheSize'],
    [{ cacheSize: 100_001 }, 'cacheSize'],
    [{ cacheMaxAge: 'long' }, 'cacheMaxAge'],
    [{ timeout: -1 }, 'timeout'],
    [{ timeOut: 5 }, 'timeOut'],
  ])('refuses the service %j', (options, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => rangeApi(options)).toThrow(expect.objectContaining({ argument }));
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

  test('a filter has each password once, in order, and nothing for an empty line', () => {
    const once = buildBlocklist(['b', 'a', '', 'b', 'c', 'a']);
    expect(once).toEqual(buildBlocklist(['a', 'b', 'c']));
    expect(once).toHaveLength(24 + 8 + 3 * 8);
    expect(buildBlocklist([])).toHaveLength(24 + 8);
    const entries = Array.from({ length: 3 }, (_, index) =>
      toHex(once.subarray(32 + index * 8, 40 + index * 8)),
    );
    const expected = ['a', 'b', 'c'].map((text) => hash('sha1', text, { encoding: 'hex' }).slice(0, 16));
    expect(entries).toEqual(expected.sort());
  });

  test.each([
    ['no filter', 'x'.repeat(100), 'the file is no filter of passwords'],
    ['too short', 'x', 'the filter file is cut off'],
    ['cut off', buildBlocklist(['a', 'b', 'c']).subarray(0, 40), 'the filter file is cut off'],
  ])('refuses a file that is %s', async (name, content, message) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    await expect(checkBreached('password', { source: blocklistFile(path) })).rejects.toMatchObject({
      code: 'ERR_BREACH_SOURCE',
      message: expect.stringContaining(message),
    });
  });

  test('refuses files that are not there, and a folder in place of a file', async () => {
    for (const source of [blocklistFile(join(folder, 'nothing')), blocklistFile(folder)])
      await expect(checkBreached('password', { source })).rejects.toMatchObject({
        code: 'ERR_BREACH_SOURCE',
        message: 'Breached passwords could not be looked up: the filter file cannot be read.',
      });
    mkdirSync(join(folder, `${digest('folder').slice(0, 5)}.txt`));
    await expect(checkBreached('folder', { source: rangeDirectory(folder) })).rejects.toMatchObject({
      code: 'ERR_BREACH_SOURCE',
      message: 'Breached passwords could not be looked up: a range file cannot be read.',
    });
  });

  test('reads range files without an ending, too', async () => {
    writeFileSync(
      join(folder, digest('bare name').slice(0, 5)),
      `${digest('bare name').slice(5).toLowerCase()}:2\r\n`,
    );
    const source = rangeDirectory(folder);
    expect(await checkBreached('bare name', { source })).toBe(2);
  });
});
