import { DatabaseSync } from 'node:sqlite';
import { hash } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { createResetToken, resetDigest, resetUrl, verifyResetToken } from './index.ts';

const now = new Date('2026-01-01T00:00:00Z');
const after = (ms: number): Date => new Date(now.getTime() + ms);

describe('createResetToken', () => {
  test('makes 256 bits, keeps their digest, and gives them half an hour', () => {
    const { token, digest, expiresAt } = createResetToken({ now });
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(digest).toBe(hash('sha256', token, { encoding: 'hex' }));
    expect(expiresAt).toEqual(after(30 * 60 * 1000));
    expect(createResetToken().token).not.toBe(token);
  });

  test.each([
    [16, 22],
    [64, 86],
  ])('%d bytes are %d characters', (bytes, length) => {
    expect(createResetToken({ bytes }).token).toHaveLength(length);
  });

  test.each([
    [{ bytes: 15 }, 'bytes'],
    [{ bytes: 65 }, 'bytes'],
    [{ expiresIn: 'soon' }, 'expiresIn'],
    [{ expiresIn: 1e15 }, 'expiresIn'],
    [{ now: new Date(8.64e15) }, 'now'],
    [{ now: null }, 'now'],
    [{ expires: 5 }, 'expires'],
  ])('rejects %j', (options, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => createResetToken(options)).toThrow(expect.objectContaining({ argument }));
  });
});

describe('verifyResetToken', () => {
  const reset = createResetToken({ now, expiresIn: '10m' });
  const { token, ...record } = reset;

  test.each([
    ['the token in time', token, after(0), true],
    ['the token at the last moment', token, after(599_999), true],
    ['the token when its time is over', token, after(600_000), false],
    ['another token', createResetToken().token, after(0), false],
    ['the digest in place of the token', record.digest, after(0), false],
    ['an empty text', '', after(0), false],
    ['a lone surrogate', '\ud800', after(0), false],
    ['a very long text', 'x'.repeat(100_000), after(0), false],
  ])('%s', (_name, candidate, time, expected) => {
    expect(verifyResetToken(candidate, record, { now: time })).toBe(expected);
  });

  test('a token that is not a string is not valid', () => {
    // @ts-expect-error wrong on purpose
    expect(verifyResetToken(undefined, record, { now })).toBe(false);
  });

  test.each([
    [undefined, 'record'],
    [{ digest: 5, expiresAt: now }, 'digest'],
    [{ digest: record.digest }, 'expiresAt'],
    [{ digest: record.digest, expiresAt: null }, 'expiresAt'],
    [{ digest: record.digest, expiresAt: Number.POSITIVE_INFINITY }, 'expiresAt'],
    [{ digest: record.digest, expiresAt: new Date(Number.NaN) }, 'expiresAt'],
    [{ digest: record.digest, expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ digest: record.digest, expiresAt: '2026-01-01' }, 'expiresAt'],
    [{ digest: record.digest, expiresAt: '2026-01-01T00:00:00' }, 'expiresAt'],
    [{ digest: record.digest, expiresAt: '2026-13-01T00:00:00Z' }, 'expiresAt'],
    [Object.create(record), 'digest'],
  ])('rejects the record %j', (wrong, argument) => {
    expect(() => verifyResetToken(token, wrong, { now: new Date(0) })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });

  test.each([
    ['2026-01-01T00:10:00Z', 599_999, true],
    ['2026-01-01T00:10:00.000Z', 600_000, false],
    ['2026-01-01T02:10:00+02:00', 599_999, true],
    ['2026-01-01T02:10:00.123456+02:00', 600_123, false],
  ])('accepts the ISO text %s', (expiresAt, ms, expected) => {
    expect(verifyResetToken(token, { ...record, expiresAt }, { now: after(ms) })).toBe(expected);
  });

  test('accepts a row with other columns', () => {
    const row = { ...record, account: 42 };
    expect(verifyResetToken(token, row, { now })).toBe(true);
  });

  test('rejects an unknown option', () => {
    // @ts-expect-error wrong on purpose
    expect(() => verifyResetToken(token, record, { leeway: 5 })).toThrow(
      expect.objectContaining({ argument: 'leeway' }),
    );
  });
});

test('resetDigest finds the record, and rejects anything but text', () => {
  const { token, digest } = createResetToken();
  expect(resetDigest(token)).toBe(digest);
  for (const wrong of [undefined, 5, '\ud800', 'x'.repeat(257)]) {
    // @ts-expect-error wrong on purpose
    expect(() => resetDigest(wrong)).toThrow(expect.objectContaining({ argument: 'token' }));
  }
});

describe('a store decides that a token works once, in one statement', () => {
  const database = new DatabaseSync(':memory:');
  database.exec(
    'CREATE TABLE resets (digest TEXT PRIMARY KEY, account INTEGER, expires_at TEXT, used_at TEXT)',
  );
  const insert = database.prepare('INSERT INTO resets (digest, account, expires_at) VALUES (?, 42, ?)');
  const use = database.prepare(
    'UPDATE resets SET used_at = :now WHERE digest = :digest AND used_at IS NULL AND expires_at > :now RETURNING account',
  );
  const consume = (candidate: string, time = now): unknown => {
    return use.get({ digest: resetDigest(candidate), now: time.toISOString() })?.['account'];
  };

  test('once in time, never again, never too late, and no other', () => {
    const [first, second] = [createResetToken({ now }), createResetToken({ now })];
    for (const { digest, expiresAt } of [first, second]) insert.run(digest, expiresAt.toISOString());
    expect(consume(createResetToken().token)).toBeUndefined();
    expect([consume(first.token), consume(first.token)]).toEqual([42, undefined]);
    expect(consume(second.token, second.expiresAt)).toBeUndefined();
    expect(consume(second.token, after(1799_999))).toBe(42);
    expect(JSON.stringify(database.prepare('SELECT * FROM resets').all())).not.toContain(first.token);
  });
});

describe('resetUrl', () => {
  test.each([
    ['https://example.com', {}, 'https://example.com/TOKEN'],
    ['https://example.com/', {}, 'https://example.com/TOKEN'],
    ['https://example.com/reset-pwd', {}, 'https://example.com/reset-pwd/TOKEN'],
    ['https://example.com/reset-pwd/', {}, 'https://example.com/reset-pwd/TOKEN'],
    ['https://example.com:8443/a%20b/?lang=de#form', {}, 'https://example.com:8443/a%20b/TOKEN?lang=de#form'],
    ['http://localhost:3000/reset', { place: 'path' }, 'http://localhost:3000/reset/TOKEN'],
    ['https://bücher.example/zurück', {}, 'https://xn--bcher-kva.example/zur%C3%BCck/TOKEN'],
    ['https://example.com/reset', { place: 'fragment' }, 'https://example.com/reset#TOKEN'],
    ['https://example.com/reset?lang=de', { place: 'fragment' }, 'https://example.com/reset?lang=de#TOKEN'],
    ['https://example.com/reset', { place: 'query' }, 'https://example.com/reset?token=TOKEN'],
    [
      'https://example.com/reset?lang=de&token=old#form',
      { place: 'query' },
      'https://example.com/reset?lang=de&token=TOKEN#form',
    ],
    [
      'https://example.com/reset',
      { place: 'query', parameter: 'reset key' },
      'https://example.com/reset?reset+key=TOKEN',
    ],
    [
      'https://example.com/reset?a=%7E~&b=c+d%20e&&flag&sig=A/B==',
      { place: 'query' },
      'https://example.com/reset?a=%7E~&b=c+d%20e&&flag&sig=A/B==&token=TOKEN',
    ],
    [
      'https://example.com/reset?token=old&a=%7E&t%6Fken=older',
      { place: 'query' },
      'https://example.com/reset?token=TOKEN&a=%7E',
    ],
    ['https://example.com/#/reset', { place: 'fragment' }, 'https://example.com/#/reset/TOKEN'],
    ['https://example.com/app/#!/reset/', { place: 'fragment' }, 'https://example.com/app/#!/reset/TOKEN'],
    ['https://example.com/#/', { place: 'fragment' }, 'https://example.com/#/TOKEN'],
    [new URL('https://example.com/reset'), {}, 'https://example.com/reset/TOKEN'],
  ] as const)('%s with %j', (base, options, expected) => {
    expect(resetUrl(base, 'TOKEN', options)).toBe(expected);
  });

  test('leaves the URL of the caller as it is', () => {
    const base = new URL('https://example.com/reset');
    resetUrl(base, 'TOKEN');
    expect(base.href).toBe('https://example.com/reset');
  });

  test.each([
    ['/reset', 'TOKEN', {}, 'base'],
    ['javascript:alert(1)', 'TOKEN', {}, 'base'],
    ['ftp://example.com/', 'TOKEN', {}, 'base'],
    ['https://user@example.com/', 'TOKEN', {}, 'base'],
    ['https://:secret@example.com/', 'TOKEN', {}, 'base'],
    ['https://example.com/#form', 'TOKEN', { place: 'fragment' }, 'base'],
    [5, 'TOKEN', {}, 'base'],
    ['https://example.com/', '../admin', {}, 'token'],
    ['https://example.com/', '', {}, 'token'],
    ['https://example.com/', 'a?b', {}, 'token'],
    ['https://example.com/', 'x'.repeat(257), {}, 'token'],
    ['https://example.com/', 5, {}, 'token'],
    ['https://example.com/', 'TOKEN', { place: 'header' }, 'place'],
    ['https://example.com/', 'TOKEN', { place: 'query', parameter: '' }, 'parameter'],
    ['https://example.com/', 'TOKEN', { name: 'x' }, 'name'],
  ])('rejects %s with %j and %j', (base, token, options, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => resetUrl(base, token, options)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });
});
