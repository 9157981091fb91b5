import { describe, expect, test } from 'vitest';
import { decodeUnverified } from '../index.ts';
import { b64, forge } from '../testing/forge.ts';
import { checkMaxTokenLength, partText, splitToken } from './compact.ts';
import { isScalarHeader, isUnencoded, parseHeader } from './header.ts';
import { parseJsonObject } from './json.ts';
import { checkJson, isPlain } from './json-safe.ts';

// What is wrong stands in the message: whoever reads it must not have to guess.

const good = forge({ id: 1 });
const [header = '', payload = '', signature = ''] = good.split('.');

describe('a token is refused with the reason:', () => {
  test.each([
    ['', 'The token is empty.'],
    ['abc', 'The token has 1 part between dots; a signed token has three.'],
    ['a.b', 'The token has 2 parts between dots; a signed token has three.'],
    ['a.b.c.d', 'The token has 4 parts between dots; a signed token has three.'],
    [
      'a.b.c.d.e',
      'The token is encrypted (a JWE has five parts); a signed one (JWS) with three parts is expected.',
    ],
    ['{"payload":1}', 'The token is in a JSON serialization; only the compact one is accepted.'],
    [' \n{}', 'The token is in a JSON serialization; only the compact one is accepted.'],
    ['x{', 'The token has 1 part between dots; a signed token has three.'],
    [
      `${header}=.${payload}.${signature}`,
      `The header is not canonical base64url: Not valid base64url: a character outside the alphabet at position ${header.length}.`,
    ],
    [
      `${header}.${payload}=.${signature}`,
      `The payload is not canonical base64url: Not valid base64url: a character outside the alphabet at position ${payload.length}.`,
    ],
    [
      `${good}=`,
      `The signature is not canonical base64url: Not valid base64url: a character outside the alphabet at position ${signature.length}.`,
    ],
  ])('%j', (token, message) => {
    expect(() => decodeUnverified(token)).toThrow(
      expect.objectContaining({ name: 'DecodeError', code: 'ERR_TOKEN_MALFORMED', message }),
    );
  });

  test('JSON that is none, and in which part', () => {
    expect(() => decodeUnverified(forge({}, '{'))).toThrow('The header is not valid JSON.');
    expect(() => decodeUnverified(forge('{'))).toThrow('The payload is not valid JSON.');
  });

  test('an option that there is not', () => {
    // @ts-expect-error no such option
    expect(() => decodeUnverified(good, { maxLength: 1 })).toThrow(
      expect.objectContaining({ argument: 'maxLength' }),
    );
  });

  test('a value that is no text', () => {
    // @ts-expect-error no text
    expect(() => decodeUnverified(7)).toThrow(
      expect.objectContaining({ argument: 'token', message: 'token must be a string.' }),
    );
  });

  test('one character too many, and not one less', () => {
    expect(() => splitToken('a.b.c', 4)).toThrow(
      'The token has 5 characters; at most 4 are looked at (maxTokenLength).',
    );
    expect(splitToken('a.b.c', 5)).toEqual({
      header: 'a',
      payload: 'b',
      signature: 'c',
      signingInput: 'a.b',
    });
  });

  test('a limit of 16 KiB, or of up to 64 MiB', () => {
    expect(checkMaxTokenLength()).toBe(16_384);
    expect(checkMaxTokenLength(2 ** 26)).toBe(67_108_864);
    expect(checkMaxTokenLength(1)).toBe(1);
    expect(() => checkMaxTokenLength(2 ** 26 + 1)).toThrow(
      expect.objectContaining({ argument: 'maxTokenLength' }),
    );
  });
});

describe('a header is refused with the reason:', () => {
  const CRIT_LIST = "The header's crit is not a list of different names (RFC 7515 section 4.1.11).";
  const CRIT_NAME =
    "The header's crit names what is not an extension in this header (RFC 7515 section 4.1.11).";
  const KID = "The header's kid is not a string of at most 1024 characters.";
  const registered = 'alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit enc zip epk apu apv iv tag p2s p2c';
  const rows: readonly (readonly [object, string])[] = [
    [{}, 'The header has no algorithm (alg must be a string).'],
    [{ alg: 1 }, 'The header has no algorithm (alg must be a string).'],
    [{ alg: 'HS256', kid: 1 }, KID],
    [{ alg: 'HS256', kid: 'k'.repeat(1025) }, KID],
    [{ alg: 'HS256', typ: null }, "The header's typ is not a string."],
    [{ alg: 'HS256', zip: 'DEF' }, 'The header asks for compression, which a signed token has not.'],
    [{ alg: 'HS256', crit: 'b64' }, CRIT_LIST],
    [{ alg: 'HS256', crit: [] }, CRIT_LIST],
    [{ alg: 'HS256', crit: ['x', 'x'], x: 1 }, CRIT_LIST],
    [{ alg: 'HS256', crit: [1], 1: 1 }, CRIT_NAME],
    [{ alg: 'HS256', crit: ['x'] }, CRIT_NAME],
    [{ alg: 'HS256', crit: ['toString'] }, CRIT_NAME],
    ...registered
      .split(' ')
      .filter((name) => name !== 'crit' && name !== 'zip')
      .map(
        (name) => [{ typ: 'JWT', kid: 'a', [name]: 'HS256', alg: 'HS256', crit: [name] }, CRIT_NAME] as const,
      ),
    [{ alg: 'HS256', crit: ['crit'] }, CRIT_NAME],
    [
      { alg: 'HS256', crit: ['x'], x: 1 },
      'The header needs an extension that is not understood here (crit).',
    ],
    [
      { alg: 'HS256', b64: true, crit: ['b64'] },
      'The header has b64, which a JWT must not use (RFC 7797 section 7).',
    ],
  ];
  test.each(rows)('%j', (value, message) => {
    expect(() => decodeUnverified(forge({}, value))).toThrow(
      expect.objectContaining({ name: 'DecodeError', message }),
    );
  });

  const parse = (value: object) => parseHeader(b64(JSON.stringify(value)), { allowUnencodedPayload: true });

  test.each([
    [{ alg: 'HS256', b64: 'false', crit: ['b64'] }, "The header's b64 is not true or false."],
    [{ alg: 'HS256', b64: false }, 'The header has b64, and crit does not say so (RFC 7797 section 6).'],
  ])('%j, where it might have b64', (value, message) => {
    expect(() => parse(value)).toThrow(expect.objectContaining({ name: 'DecodeError', message }));
  });

  test('a key id of 1024 characters, a type and an understood extension are none', () => {
    expect(parse({ alg: 'HS256', kid: 'k'.repeat(1024), typ: 'JWT' })).toMatchObject({ alg: 'HS256' });
    const unencoded = parse({ alg: 'HS256', b64: false, crit: ['b64'] });
    expect(isUnencoded(unencoded)).toBe(true);
    expect(isUnencoded(parse({ alg: 'HS256', b64: true, crit: ['b64'] }))).toBe(false);
    expect(isScalarHeader(unencoded)).toBe(false);
    expect(isScalarHeader(parse({ alg: 'HS256', x: null }))).toBe(false);
    expect(isScalarHeader(parse({ alg: 'HS256', x: 1, y: true }))).toBe(true);
  });
});

describe('JSON is refused with the reason:', () => {
  const parse = (text: string | Uint8Array) => parseJsonObject(partText(b64(text), 'payload'), 'payload');
  const nested = (levels: number, open = '[', close = ']') =>
    `{"a":${open.repeat(levels)}${close.repeat(levels)}}`;
  const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  test.each([
    ['[]', 'The payload is not a JSON object.'],
    ['null', 'The payload is not a JSON object.'],
    ['"x"', 'The payload is not a JSON object.'],
    ['{', 'The payload is not valid JSON.'],
    ['{"a":1,"a":2}', 'The payload has a member twice.'],
    ['{"a":1,"b":2,"a":2}', 'The payload has a member twice.'],
    ['{"a":{"b":1,"b":2}}', 'The payload has a member twice.'],
    ['{"a" :1,"a" :2}', 'The payload has a member twice.'],
    ['{"a"\t:1,"a"\t:2}', 'The payload has a member twice.'],
    ['{"a"\n:1,"a"\n:2}', 'The payload has a member twice.'],
    ['{"a"\r:1,"a"\r:2}', 'The payload has a member twice.'],
    ['{"a":1,"\\u0061":2}', 'The payload has a member twice.'],
    ['{"a":[{"x":1},{"x":1,"y":[],"x":1}]}', 'The payload has a member twice.'],
    ['{"__proto__":1}', 'The payload has a member named __proto__.'],
    ['{"a":{"__proto__":1}}', 'The payload has a member named __proto__.'],
    ['{"a":"\\ud800"}', 'The payload has a text with a lone surrogate.'],
    [nested(64), 'The payload is nested more than 64 deep.'],
    [objects(65), 'The payload is nested more than 64 deep.'],
  ])('%s', (text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ message }));
  });

  test('bytes that are no UTF-8', () => {
    expect(() => parse(Uint8Array.of(0xff))).toThrow('The payload is not UTF-8.');
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
  ])('not: %s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });
});

describe('what JSON would lose is refused, with its place:', () => {
  class Point {}
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
  const deepObject = (levels: number): unknown => (levels === 0 ? 1 : { a: deepObject(levels - 1) });
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
    [{ '\ud800': 1 }, 'name of a member of payload'],
    [{ a: { ['__proto__']: 1 } }, 'name of a member of a'],
    [deep(65), `payload${'[0]'.repeat(64)}`],
    [deepObject(65), Array.from({ length: 64 }, () => 'a').join('.')],
  ];
  test.each(rows)('%o', (value, place) => {
    expect(() => checkJson(value, 'payload')).toThrow(
      expect.objectContaining({
        name: 'InvalidClaimError',
        claim: place,
        message: `The ${place} cannot be written as JSON without loss. Use well-formed strings, finite numbers, booleans, null, arrays and plain objects, at most 64 deep.`,
      }),
    );
  });

  test.each([
    [null],
    ['text'],
    [1.5],
    [false],
    [{ a: undefined, b: [null, 'x', { c: 1 }] }],
    [Object.assign(Object.create(null), { a: 1 })],
    [deep(64)],
    [Array.from({ length: 99_999 }, () => ({}))],
  ])('not: case %#', (value) => {
    expect(() => checkJson(value, 'payload')).not.toThrow();
  });

  test('more than a hundred thousand values', () => {
    expect(() =>
      checkJson(
        Array.from({ length: 100_000 }, () => ({})),
        'payload',
      ),
    ).toThrow('payload[99999]');
  });

  test('an object of a class is not plain, and one of another realm is', () => {
    expect(isPlain({})).toBe(true);
    expect(isPlain(Object.create(null))).toBe(true);
    expect(isPlain(new Point())).toBe(false);
    expect(isPlain(Object.create(Object.create(null)))).toBe(true);
    expect(isPlain([])).toBe(false);
  });
});
