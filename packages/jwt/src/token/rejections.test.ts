import { describe, expect, test } from 'vitest';
import { decodeUnverified, verify } from '../index.ts';
import { b64, forge } from '../testing/forge.ts';
import { partText, splitToken } from './compact.ts';
import { isScalarHeader, isUnencoded, parseHeader } from './header.ts';
import { parseJsonObject } from './json.ts';
import { writeJson } from './json-safe.ts';

const good = forge({ id: 1 });
const [header = '', payload = '', signature = ''] = good.split('.');

describe('rejects a token', () => {
  test.each([
    ['an empty one', ''],
    ['one part', 'abc'],
    ['two parts', 'a.b'],
    ['four parts', 'a.b.c.d'],
    ['an encrypted one', 'a.b.c.d.e'],
    ['a JSON serialization', '{"payload":1}'],
    ['a JSON serialization after white space', ' \n{}'],
    ['padding in the header', `${header}=.${payload}.${signature}`],
    ['padding in the payload', `${header}.${payload}=.${signature}`],
    ['padding in the signature', `${good}=`],
  ])('with %s', (_, token) => {
    expect(() => decodeUnverified(token)).toThrow(
      expect.objectContaining({ name: 'DecodeError', code: 'ERR_TOKEN_MALFORMED' }),
    );
  });

  test('names the part that is not JSON', () => {
    expect(() => decodeUnverified(forge({}, '{'))).toThrow('The header is not valid JSON.');
    expect(() => decodeUnverified(forge('{'))).toThrow('The payload is not valid JSON.');
  });

  test('an option that there is not', () => {
    // @ts-expect-error no such option
    expect(() => decodeUnverified(good, { maxLength: 1 })).toThrow(
      expect.objectContaining({ argument: 'maxLength' }),
    );
  });

  test('a value that is not a string', () => {
    // @ts-expect-error no text
    expect(() => decodeUnverified(7)).toThrow(expect.objectContaining({ argument: 'token' }));
  });

  test('one character too many, and not one less', () => {
    expect(() => splitToken('a.b.c', 4)).toThrow(expect.objectContaining({ code: 'ERR_TOKEN_MALFORMED' }));
    expect(splitToken('a.b.c', 5)).toEqual({
      header: 'a',
      payload: 'b',
      signature: 'c',
      signingInput: 'a.b',
    });
  });

  test.each([0, 2 ** 26 + 1])('rejects the limit %d', (maxTokenLength) => {
    expect(() => decodeUnverified(good, { maxTokenLength })).toThrow(
      expect.objectContaining({ argument: 'maxTokenLength' }),
    );
  });
});

describe('rejects the header', () => {
  const registered = 'alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit enc zip epk apu apv iv tag p2s p2c';
  const rows: readonly object[] = [
    {},
    { alg: 1 },
    { alg: 'HS256', kid: 1 },
    { alg: 'HS256', kid: 'k'.repeat(1025) },
    { alg: 'HS256', typ: null },
    { alg: 'HS256', zip: 'DEF' },
    { alg: 'HS256', crit: 'b64' },
    { alg: 'HS256', crit: [] },
    { alg: 'HS256', crit: ['x', 'x'], x: 1 },
    { alg: 'HS256', crit: [1], 1: 1 },
    { alg: 'HS256', crit: ['x'] },
    { alg: 'HS256', crit: ['toString'] },
    ...registered
      .split(' ')
      .filter((name) => name !== 'crit' && name !== 'zip')
      .map((name) => ({ typ: 'JWT', kid: 'a', [name]: 'HS256', alg: 'HS256', crit: [name] })),
    { alg: 'HS256', crit: ['crit'] },
    { alg: 'HS256', crit: ['x'], x: 1 },
    { alg: 'HS256', b64: true, crit: ['b64'] },
  ];
  test.each(rows)('%j', (value) => {
    expect(() => decodeUnverified(forge({}, value))).toThrow(
      expect.objectContaining({ code: 'ERR_TOKEN_MALFORMED' }),
    );
  });

  const parse = (value: object) => parseHeader(b64(JSON.stringify(value)), { allowUnencodedPayload: true });

  test.each([
    { alg: 'HS256', b64: 'false', crit: ['b64'] },
    { alg: 'HS256', b64: false },
  ])('%j of a JWS', (value) => {
    expect(() => parse(value)).toThrow(expect.objectContaining({ code: 'ERR_TOKEN_MALFORMED' }));
  });

  test('accepts a key id of 1024 characters, a type and the extension b64', () => {
    expect(parse({ alg: 'HS256', kid: 'k'.repeat(1024), typ: 'JWT' })).toMatchObject({ alg: 'HS256' });
    const unencoded = parse({ alg: 'HS256', b64: false, crit: ['b64'] });
    expect(isUnencoded(unencoded)).toBe(true);
    expect(isUnencoded(parse({ alg: 'HS256', b64: true, crit: ['b64'] }))).toBe(false);
    expect(isScalarHeader(unencoded)).toBe(false);
    expect(isScalarHeader(parse({ alg: 'HS256', x: null }))).toBe(false);
    expect(isScalarHeader(parse({ alg: 'HS256', x: 1, y: true }))).toBe(true);
  });
});

describe('rejects the JSON', () => {
  const parse = (text: string | Uint8Array) => parseJsonObject(partText(b64(text), 'payload'), 'payload');
  const nested = (levels: number, open = '[', close = ']') =>
    `{"a":${open.repeat(levels)}${close.repeat(levels)}}`;
  const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  test.each([
    '[]',
    'null',
    '"x"',
    '{',
    '{"a":1,"a":2}',
    '{"a":1,"b":2,"a":2}',
    '{"a":{"b":1,"b":2}}',
    '{"a" :1,"a" :2}',
    '{"a"\t:1,"a"\t:2}',
    '{"a"\n:1,"a"\n:2}',
    '{"a"\r:1,"a"\r:2}',
    '{"a":1,"\\u0061":2}',
    '{"a":[{"x":1},{"x":1,"y":[],"x":1}]}',
    '{"__proto__":1}',
    '{"a":{"__proto__":1}}',
    '{"a":"\\ud800"}',
    '{"a":1e999}',
    '{"a":[-1e999]}',
    nested(64),
    objects(65),
  ])('%s', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'ERR_TOKEN_MALFORMED' }));
  });

  test('rejects bytes that are not UTF-8', () => {
    expect(() => parse(Uint8Array.of(0xff))).toThrow(
      expect.objectContaining({ code: 'ERR_TOKEN_MALFORMED' }),
    );
  });

  test.each([
    nested(63),
    objects(64),
    '{"a":{"x":1},"b":{"x":1},"x":1}',
    '{"a":"\\":{[","b":"]}\\\\"}',
    '{"a":"x:y","b":["a","b",{"a":1}],"c":":"}',
    '{"a":"x\\"y","x\\"y":"a"}',
    '{"\\u0061":1, "b" : [ {"c" :[ ]} ]}',
    '{"a":":b","b":1}',
  ])('accepts %s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });
});

describe('writeJson', () => {
  class Point {}
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
  const cycle: { a: { b?: unknown } } = { a: {} };
  cycle.a.b = cycle;
  const rows: readonly (readonly [unknown, string])[] = [
    [Number.NaN, 'payload'],
    [() => 1, 'payload'],
    [new Point(), 'payload'],
    [new Date(0), 'payload'],
    ['\ud800', 'payload'],
    [undefined, 'payload'],
    [{ a: Number.POSITIVE_INFINITY }, 'a'],
    [{ a: { b: [1, { c: 1n }] } }, 'a.b[1].c'],
    [[1, [undefined]], 'payload[1][0]'],
    [{ a: new Map() }, 'a'],
    [{ '\ud800': 1 }, 'payload'],
    [{ a: { ['__proto__']: 1 } }, 'a'],
    [{ a: { toJSON: () => 1 } }, 'a.toJSON'],
    [deep(65), `${`payload${'[0]'.repeat(64)}`.slice(0, 60)}…`],
    [cycle, 'a.b'],
  ];
  test.each(rows)('rejects %o and names the place', (value, claim) => {
    expect(() => writeJson(value, 'payload')).toThrow(
      expect.objectContaining({ code: 'ERR_TOKEN_CLAIM', claim }),
    );
  });

  test.each([
    [{ at: new Date(0) }, 'at is a Date. '],
    [{ id: new (class ObjectId {})() }, 'id is an ObjectId. '],
    [cycle, 'a.b contains itself.'],
    [{ n: 1n }, 'n is a bigint. '],
    [deep(65), 'nested deeper than 64 levels.'],
  ])('says what %o is', (value, problem) => {
    expect(() => writeJson(value, 'payload')).toThrow(problem);
  });

  test.each([
    [null],
    ['text "quoted" \u2028'],
    [1.5],
    [-0],
    [1e21],
    [false],
    [{ a: undefined, b: [null, 'x', { c: 1 }] }],
    [Object.assign(Object.create(null), { a: 1 })],
    [deep(64)],
    [Array.from({ length: 99_999 }, () => ({}))],
  ])('writes case %# as JSON.stringify does', (value) => {
    expect(writeJson(value, 'payload')).toBe(JSON.stringify(value));
  });

  test('rejects more than a hundred thousand values', () => {
    const values = Array.from({ length: 100_000 }, () => ({}));
    expect(() => writeJson(values, 'payload')).toThrow(expect.objectContaining({ claim: 'payload[99999]' }));
  });
});

describe('verify names the mistake', () => {
  const [header = '', payload = '', signature = ''] =
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmUtc2ln'.split('.');
  const token = `${header}.${payload}.${signature}`;
  test.each([
    [`Bearer ${token}`, 'scheme'],
    [`"${token}"`, 'quotes'],
    [`${token}\n`, 'white space'],
    [`${header}.${payload}==.${signature}`, 'padded'],
    [`${token}~WyJhIl0~`, 'SD-JWT'],
    [`${header}.a.b.c.d`, 'JWE'],
    [`{"payload":"${payload}","signatures":[]}`, 'JSON serialization'],
    [`{"access_token":"${token}"}`, 'access_token'],
    ['./token.jwt', 'file'],
    [`v4.public.${payload}`, 'PASETO'],
    [`${header}..${signature}`, 'detachedPayload'],
    [`session=${token}`, 'cookie'],
    [`${header}.${payload}.a+b/`, 'standard Base64'],
  ])('of %s', async (text, word) => {
    await expect(
      verify(text, 'a secret of at least 32 bytes, or more', { algorithms: ['HS256'] }),
    ).rejects.toMatchObject({
      code: 'ERR_TOKEN_MALFORMED',
      message: expect.stringContaining(word),
    });
  });
});
