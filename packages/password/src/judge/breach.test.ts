import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
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
  nistPolicy,
  rangeApi,
  rangeDirectory,
} from '../node.ts';
import { parseRange } from './range.ts';

const directory = mkdtempSync(join(tmpdir(), 'countersign-judge-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const digest = (password: string): string => hash('sha1', password, { encoding: 'hex' }).toUpperCase();
const [PREFIX, SUFFIX] = [digest('password').slice(0, 5), digest('password').slice(5)];
const PADDING = `${'0'.repeat(35)}:0`;
const failure = { code: 'ERR_BREACH_SOURCE' };

describe('checkBreached', () => {
  test('accepts a source of the caller', async () => {
    const table = new Map([[digest('password'), 3]]);
    const source = { count: async (sha1: string) => table.get(sha1) ?? 0 };
    expect(await checkBreached('password', { source })).toBe(3);
    expect(await checkBreached('other', { source })).toBe(0);
    expect(await checkPassword('password', nistPolicy({ breach: { source } }))).toContainEqual(
      expect.objectContaining({ code: 'breached', details: { count: 3 } }),
    );
  });

  test('looks up the password as it is hashed', async () => {
    const source = { count: async (sha1: string) => (sha1 === digest('\u00e9 ') ? 1 : 0) };
    expect(await checkBreached('e\u0301\u2003', { source })).toBe(1);
  });

  test('fails closed or open, as configured', async () => {
    const cause = new Error('database gone');
    const source = { count: () => Promise.reject(cause) };
    await expect(checkBreached('password', { source })).rejects.toMatchObject({ ...failure, cause });
    expect(await checkBreached('password', { source, onFailure: 'open' })).toBe(0);
  });

  test.each([[undefined], [null], ['3'], [Number.NaN], [-1], [0.5], [true], [3n]])(
    'rejects the count %o of a source',
    async (count) => {
      // @ts-expect-error wrong on purpose
      await expect(checkBreached('x', { source: { count: async () => count } })).rejects.toMatchObject(
        failure,
      );
    },
  );

  const none = async (): Promise<number> => 0;
  test.each([
    ['x', {}, 'source'],
    ['x', { source: {} }, 'source'],
    ['x', { source: { count: none }, onFailure: 'ignore' }, 'onFailure'],
    ['x', { source: { count: none }, onfailure: 'open' }, 'onfailure'],
    ['x', undefined, 'options'],
    [5, { source: { count: none } }, 'password'],
    ['\ud800', { source: { count: none } }, 'password'],
  ])('rejects %j with %j', async (password, options, argument) => {
    // @ts-expect-error wrong on purpose
    await expect(checkBreached(password, options)).rejects.toMatchObject({ argument });
  });

  test('rejects a very long password before it is hashed', async () => {
    await expect(checkBreached('x'.repeat(4097), { source: { count: none } })).rejects.toMatchObject({
      code: 'ERR_PASSWORD_UNUSABLE',
    });
  });
});

describe('parseRange', () => {
  test.each([
    ['a line', `${SUFFIX}:7`, 7],
    ['lines with returns', `${PADDING}\r\n${SUFFIX}:7\r\n`, 7],
    ['lower case', `${SUFFIX.toLowerCase()}:7`, 7],
    ['padding for the password', `${SUFFIX}:0\n${PADDING}`, 0],
    ['other passwords', `${'1'.repeat(35)}:5`, 0],
    ['a large count', `${SUFFIX}:9999999999`, 9_999_999_999],
  ])('reads %s', (_kind, text, count) => {
    expect(parseRange(text).count(digest('password'))).toBe(count);
  });

  test.each([
    ['an empty text', ''],
    ['a line break', '\r\n'],
    ['a login page', '<!doctype html><title>Sign in</title>'],
    ['JSON', '{"results":[]}'],
    ['a truncated line', `${PADDING}\n${SUFFIX.slice(0, 20)}`],
    ['a line without a count', `${PADDING}\n${SUFFIX}:`],
    ['a whole digest', `${digest('password')}:7`],
    ['returns only', `${PADDING}\r${SUFFIX}:7`],
    ['an empty line between', `${PADDING}\n\n${SUFFIX}:7`],
    ['a space', `${SUFFIX}: 7`],
    ['UTF-16', Buffer.from(`${SUFFIX}:7`, 'utf16le').toString('latin1')],
  ])('rejects %s', (_kind, text) => {
    expect(() => parseRange(text)).toThrow(expect.objectContaining(failure));
  });
});

describe('rangeApi', () => {
  const asked: string[] = [];
  const isFor = (password: string, path: string): boolean => path.endsWith(digest(password).slice(0, 5));
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(`${path} ${request.headers['add-padding']}`);
    if (isFor('server down', path)) return void response.writeHead(500).end();
    if (isFor('moved', path)) return void response.writeHead(302, { location: '/range/00000' }).end();
    if (isFor('endless', path)) return void response.end('x'.repeat(1024 * 1024 + 1));
    if (isFor('login page', path)) return void response.end('<h1>Sign in</h1>');
    if (isFor('empty', path)) return void response.end();
    if (isFor('latin', path)) return void response.end(Buffer.from([0xe9, 0x0a]));
    if (isFor('slow', path)) return;
    const row = isFor('password', path) ? `${SUFFIX}:10434004` : PADDING;
    return void response.end(`${row}\r\n${digest('padded').slice(5)}:0\r\n${PADDING}`);
  });
  let origin: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    origin = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const askedFor = async (source: ReturnType<typeof rangeApi>, ...passwords: string[]): Promise<number> => {
    asked.length = 0;
    for (const password of passwords) await checkBreached(password, { source });
    return asked.length;
  };

  test('asks with five digits and padding', async () => {
    const source = rangeApi({ url: `${origin}/range/` });
    asked.length = 0;
    expect(await checkBreached('password', { source })).toBe(10_434_004);
    expect(await checkBreached('padded', { source })).toBe(0);
    expect(asked).toEqual([`/range/${PREFIX} true`, `/range/${digest('padded').slice(0, 5)} true`]);
  });

  test('asks once for look-ups at the same time', async () => {
    const source = rangeApi({ url: `${origin}/range/`, cacheSize: 0 });
    asked.length = 0;
    const counts = await Promise.all(Array.from({ length: 10 }, () => checkBreached('password', { source })));
    expect(new Set(counts)).toEqual(new Set([10_434_004]));
    expect(asked).toHaveLength(1);
  });

  test('keeps the newest ranges for the configured time', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const source = rangeApi({ url: `${origin}/range/`, cacheSize: 2, cacheMaxAge: '1h', now: () => now });
    expect(await askedFor(source, 'password', 'padded', 'password', 'padded')).toBe(2);
    expect(await askedFor(source, 'a', 'padded', 'a')).toBe(1);
    expect(await askedFor(source, 'password')).toBe(1);
    expect(await askedFor(source, 'a', 'password')).toBe(0);
    now = new Date('2026-01-01T00:59:59.999Z');
    expect(await askedFor(source, 'password')).toBe(0);
    now = new Date('2026-01-01T01:00:00Z');
    expect(await askedFor(source, 'password', 'a', 'password', 'a')).toBe(2);
    expect(await askedFor(rangeApi({ url: `${origin}/range/`, cacheSize: 0 }), 'padded', 'padded')).toBe(2);
  });

  test.each(['endless', 'moved', 'server down', 'login page', 'empty', 'latin'])(
    'fails when the service is %s, and keeps nothing',
    async (password) => {
      const source = rangeApi({ url: `${origin}/range/` });
      asked.length = 0;
      for (const _ of [1, 2])
        await expect(checkBreached(password, { source })).rejects.toMatchObject(failure);
      expect(asked).toHaveLength(2);
    },
  );

  test('fails when the service is slow', async () => {
    const source = rangeApi({ url: `${origin}/range/`, timeout: '100ms' });
    await expect(checkBreached('slow', { source })).rejects.toMatchObject(failure);
  });

  test.each(['/v1/range/', '/range?prefix=', '/range?key=abc&prefix='])(
    'appends the digits to the whole address %s',
    async (path) => {
      await askedFor(rangeApi({ url: origin + path }), 'password');
      expect(asked).toEqual([`${path}${PREFIX} true`]);
    },
  );

  test.each([
    [{ url: 'http://example.com/range/' }, 'url'],
    [{ url: 'ftp://localhost/' }, 'url'],
    [{ url: 'example.com' }, 'url'],
    [{ url: 'https://example.com/range' }, 'url'],
    [{ url: 'https://example.com/?key=a' }, 'url'],
    [{ url: 'https://example.com/range/#' }, 'url'],
    [{ url: 'https://user:geheim@example.com/range/' }, 'url'],
    [{ cacheSize: -1 }, 'cacheSize'],
    [{ cacheSize: 100_001 }, 'cacheSize'],
    [{ cacheMaxAge: 'long' }, 'cacheMaxAge'],
    [{ timeout: -1 }, 'timeout'],
    [{ timeout: '25d' }, 'timeout'],
    [{ timeOut: 5 }, 'timeOut'],
    [{ fetch: 'fetch' }, 'fetch'],
    [{ now: 0 }, 'now'],
  ])('rejects %j without its secrets', (options, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => rangeApi(options)).toThrow(
      expect.objectContaining({ argument, message: expect.not.stringContaining('geheim') }),
    );
  });

  test('a source rejects a value that is not a SHA-1', async () => {
    for (const source of [rangeApi(), rangeDirectory(directory), blocklistFile('x')])
      await expect(source.count('../../etc/passwd')).rejects.toMatchObject({ argument: 'digest' });
  });
});

describe('rangeDirectory', () => {
  test.each([
    ['with an ending', `${PREFIX}.txt`, `${SUFFIX}:7\n`, 7],
    ['without an ending', PREFIX, `${SUFFIX.toLowerCase()}:2\r\n${PADDING}`, 2],
    ['after a byte order mark', PREFIX, `\ufeff${SUFFIX}:2`, 2],
  ])('reads files %s', async (name, file, content, count) => {
    const ranges = join(directory, name);
    mkdirSync(ranges);
    writeFileSync(join(ranges, file), content);
    expect(await checkBreached('password', { source: rangeDirectory(ranges) })).toBe(count);
  });

  test.each([
    ['no file', undefined],
    ['an empty file', ''],
    ['a UTF-16 file', Buffer.from(`\ufeff${SUFFIX}:7`, 'utf16le')],
    ['a UTF-16 file without a byte order mark', Buffer.from(`${SUFFIX}:7`, 'utf16le')],
    ['a file of other lines', digest('password')],
  ])('fails for %s', async (name, content) => {
    const ranges = join(directory, name);
    mkdirSync(ranges);
    if (content !== undefined) writeFileSync(join(ranges, `${PREFIX}.txt`), content);
    await expect(checkBreached('password', { source: rangeDirectory(ranges) })).rejects.toMatchObject(
      failure,
    );
  });

  test('fails for a directory in place of a file', async () => {
    mkdirSync(join(directory, 'directory', `${PREFIX}.txt`), { recursive: true });
    const source = rangeDirectory(join(directory, 'directory'));
    await expect(checkBreached('password', { source })).rejects.toMatchObject(failure);
  });
});

describe('blocklistFile', () => {
  const fileOf = (name: string, content: string | Uint8Array): string => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };
  const textOf = async (passwords: Iterable<string> | AsyncIterable<string>): Promise<string> => {
    let text = '';
    for await (const chunk of buildBlocklist(passwords)) text += chunk;
    return text;
  };

  test('finds each password of a list that buildBlocklist wrote, and no other', async () => {
    const path = join(directory, 'built');
    const passwords = Array.from({ length: 3000 }, (_, index) => `password-${index}`);
    await writeFile(path, buildBlocklist(passwords));
    const source = blocklistFile(path);
    const edges = passwords.toSorted((a, b) => (digest(a) < digest(b) ? -1 : 1));
    for (const password of [
      ...edges.slice(0, 2),
      ...edges.slice(-2),
      ...passwords.filter((_, at) => at % 97 === 0),
    ])
      expect(await checkBreached(password, { source })).toBe(1);
    for (let index = 0; index < 30; index++)
      expect(await checkBreached(`other-${index}`, { source })).toBe(0);
  });

  test('finds the passwords of a plain list', async () => {
    const source = blocklistFile(fileOf('words', '\ufeffzebra\r\ne\u0301cole\r\n\r\napple'));
    for (const password of ['zebra', '\u00e9cole', 'apple'])
      expect(await checkBreached(password, { source })).toBe(1);
    for (const password of ['', 'Zebra', 'école\r'])
      expect(await checkBreached(password, { source })).toBe(0);
  });

  test('reads the counts of an ordered download', async () => {
    const lines = ['a', 'b', 'c', 'd'].map((password, at) => `${digest(password)}:${at + 5}`).sort();
    for (const [name, end] of [
      ['ordered', '\n'],
      ['ordered-windows', '\r\n'],
    ] as const) {
      const source = blocklistFile(fileOf(name, lines.join(end) + end));
      expect(await checkBreached('c', { source })).toBe(7);
      expect(await checkBreached('x', { source })).toBe(0);
    }
  });

  test('buildBlocklist writes each normalised password once, in order', async () => {
    const expected = ['a', 'b', '\u00e9'].map(digest).sort();
    expect(await textOf(['b', 'a', '', '\ufeffb', 'e\u0301', 'a\r'])).toBe(`${expected.join('\n')}\n`);
    expect(await textOf([])).toBe('');
  });

  test('buildBlocklist reads a stream', async () => {
    async function* lines(): AsyncGenerator<string> {
      yield 'a';
      yield 'b';
    }
    expect(await textOf(lines())).toBe(await textOf(['a', 'b']));
  });

  test.each([[undefined], ['password'], [5], [{}]])('buildBlocklist rejects %o', (passwords) => {
    // @ts-expect-error wrong on purpose
    expect(() => buildBlocklist(passwords)).toThrow(expect.objectContaining({ argument: 'passwords' }));
  });

  test.each([[[5]], [['\ud800']], [['x'.repeat(4097)]]])(
    'buildBlocklist rejects the list %j',
    async (list) => {
      // @ts-expect-error wrong on purpose
      await expect(textOf(list)).rejects.toMatchObject({ argument: 'passwords' });
    },
  );

  const sorted = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(digest).sort();
  test.each([
    ['an empty file', ''],
    ['a file of line breaks', '\n\n'],
    ['a UTF-16 list', Buffer.from('\ufeffpassword\nzebra', 'utf16le')],
    ['a UTF-16 list without a byte order mark', Buffer.from('password\nzebra', 'utf16le')],
    ['a Latin-1 list', Buffer.from([0x63, 0x61, 0x66, 0xe9])],
    ['a list in the wrong order', `${sorted.toReversed().join('\n')}\n`],
    ['a damaged list', `${sorted.join('\n').replaceAll(/(?<=\n.{20})./g, '*')}\n`],
    ['one very long line', 'x'.repeat(5000)],
  ])('fails for %s', async (name, content) => {
    const source = blocklistFile(fileOf(name.replaceAll(' ', '-'), content));
    await expect(checkBreached('password', { source })).rejects.toMatchObject(failure);
  });

  test('fails for a missing file and for a directory', async () => {
    for (const source of [blocklistFile(join(directory, 'missing')), blocklistFile(directory)])
      await expect(checkBreached('password', { source })).rejects.toMatchObject(failure);
  });
});
