import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../bytes.ts';
import { fromHex, toBase64, toBase64Url, toHex } from '../encoding/encoding.ts';
import { algorithmsAvailable, resolveAlgorithm } from '../hash/algorithms.ts';
import { createHmac, hmac, verifyHmac } from './hmac.ts';

const fixed = [...algorithmsAvailable()].filter((name) =>
  ['fixed', 'blake2'].includes(resolveAlgorithm(name).family),
);

// RFC 4231 test cases 1, 2 and 6; RFC 2202 for MD5 and SHA-1.
const hiThere = [new Uint8Array(20).fill(0x0b), 'Hi There'] as const;
const jefe = ['Jefe', 'what do ya want for nothing?'] as const;
const longKey = [
  new Uint8Array(131).fill(0xaa),
  'Test Using Larger Than Block-Size Key - Hash Key First',
] as const;

test.each([
  ['sha224', hiThere, '896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22'],
  ['sha256', hiThere, 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    'sha384',
    hiThere,
    'afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6',
  ],
  [
    'sha512',
    hiThere,
    '87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854',
  ],
  ['sha256', jefe, '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  ['md5', jefe, '750c783e6ab0b503eaa86e310a5db738'],
  ['sha1', jefe, 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
  ['sha224', longKey, '95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e'],
  ['sha256', longKey, '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54'],
  [
    'sha512',
    longKey,
    '80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598',
  ],
] as const)('hmac-%s of the RFCs', (algorithm, [key, message], tag) => {
  expect(hmac(algorithm, key, message, { encoding: 'hex' })).toBe(tag);
  expect(createHmac(algorithm, key).update(message).digest('hex')).toBe(tag);
  expect(verifyHmac(algorithm, key, message, fromHex(tag))).toBe(true);
});

describe.each(fixed)('hmac-%s', (algorithm) => {
  test('is the same whole and in parts, short and long, and reading does not end it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 6000 }),
        (key, head, tail) => {
          const mac = createHmac(algorithm, key).update(head);
          expect(mac.digest()).toEqual(hmac(algorithm, key, head));
          const copy = mac.copy();
          mac.update(tail);
          const whole = hmac(algorithm, key, new Uint8Array([...head, ...tail]));
          expect(mac.digest()).toEqual(whole);
          expect(mac.digest()).toEqual(whole);
          expect(copy.digest()).toEqual(hmac(algorithm, key, head));
          expect(copy.update(tail).verify(whole)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('has its name and sizes', () => {
    const { digestSize, blockSize } = resolveAlgorithm(algorithm);
    expect(createHmac(algorithm, 'k')).toMatchObject({ name: `hmac-${algorithm}`, digestSize, blockSize });
    expect(createHmac(algorithm, 'k').digest()).toHaveLength(digestSize);
  });
});

test('what the caller does with the key afterwards changes nothing', () => {
  const key = utf8('secret-key');
  const mac = createHmac('sha256', key);
  key.fill(0);
  mac.update(new Uint8Array(5000));
  expect(mac.digest()).toEqual(hmac('sha256', 'secret-key', new Uint8Array(5000)));
});

test.each(['shake128', 'SHAKE_256', 'blake3'])('rejects %s, an extendable-output function', (algorithm) => {
  const refusal = expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'algorithm' });
  expect(() => createHmac(algorithm, 'key')).toThrow(refusal);
  expect(() => hmac(algorithm, 'key', '')).toThrow(refusal);
});

test.each(['', new Uint8Array(0), null, undefined, 7])('rejects the key %j', (key) => {
  // @ts-expect-error some do not have the type of a key
  expect(() => hmac('sha256', key, '')).toThrow(expect.objectContaining({ argument: 'key' }));
});

describe('verifying', () => {
  const tag = hmac('sha256', 'key', 'message');

  test('no other tag, key or message verifies', () => {
    for (const [index] of tag.entries()) {
      const forged = tag.slice();
      forged[index] = (forged[index] ?? 0) ^ 1;
      expect(verifyHmac('sha256', 'key', 'message', forged)).toBe(false);
    }
    expect(verifyHmac('sha256', 'kez', 'message', tag)).toBe(false);
    expect(verifyHmac('sha256', 'key', 'Message', tag)).toBe(false);
  });

  test.each([0, 1, 16, 31])('a tag cut to %d bytes does not verify by itself', (length) => {
    expect(verifyHmac('sha256', 'key', 'message', tag.subarray(0, length))).toBe(false);
  });

  test('a truncated tag verifies when the caller names its length', () => {
    const options = { tagLength: 16 };
    expect(verifyHmac('sha256', 'key', 'message', tag.subarray(0, 16), options)).toBe(true);
    expect(createHmac('sha256', 'key').update('message').verify(tag.subarray(0, 16), options)).toBe(true);
    expect(verifyHmac('sha256', 'key', 'message', tag, options)).toBe(false);
    expect(verifyHmac('sha256', 'key', 'message', tag.subarray(0, 15), options)).toBe(false);
  });

  test.each([
    ['sha256', 15],
    ['sha256', 33],
    ['sha512', 31],
    ['md5', 15],
    ['sha256', 16.5],
    ['sha256', Number.NaN],
  ])('%s never verifies a tag of %d bytes', (algorithm, tagLength) => {
    expect(() => verifyHmac(algorithm, 'key', 'message', tag, { tagLength })).toThrow(
      expect.objectContaining({ argument: 'tagLength' }),
    );
  });

  const hex = toHex(tag);
  const base64 = toBase64(tag);
  const base64url = toBase64Url(tag);

  test.each([
    ['hexadecimal', hex, {}],
    ['upper-case hexadecimal', hex.toUpperCase(), {}],
    ['hexadecimal with a prefix', `sha256=${hex}`, { prefix: 'sha256=' }],
    ['Base64', base64, { encoding: 'base64' }],
    ['Base64url with a prefix', `v1,${base64url}`, { encoding: 'base64url', prefix: 'v1,' }],
    ['truncated hexadecimal', hex.slice(0, 32), { tagLength: 16 }],
  ] as const)('accepts a tag as %s', (_form, text, options) => {
    expect(verifyHmac('sha256', 'key', 'message', text, options)).toBe(true);
    expect(createHmac('sha256', 'key').update('message').verify(text, options)).toBe(true);
    expect(verifyHmac('sha256', 'other', 'message', text, options)).toBe(false);
  });

  test.each([
    ['empty text', '', {}],
    ['text that is not hexadecimal', 'not a tag', {}],
    ['a newline at the end', `${hex}\n`, {}],
    ['an odd length', hex.slice(1), {}],
    ['a shorter tag', hex.slice(2), {}],
    ['a longer tag', `${hex}00`, {}],
    ['a missing prefix', hex, { prefix: 'sha256=' }],
    ['the prefix alone', 'sha256=', { prefix: 'sha256=' }],
    ['another encoding', base64, {}],
    ['Base64 without padding', base64.slice(0, -1), { encoding: 'base64' }],
    ['a megabyte', 'a'.repeat(2 ** 20), {}],
    ['a lone surrogate', '\ud800', {}],
  ] as const)('does not accept %s', (_form, text, options) => {
    expect(verifyHmac('sha256', 'key', 'message', text, options)).toBe(false);
  });

  test.each([
    ['tag', undefined, {}],
    ['tag', null, {}],
    ['tag', [hex], {}],
    ['prefix', tag, { prefix: 'sha256=' }],
    ['encoding', tag, { encoding: 'hex' }],
    ['encoding', hex, { encoding: 'utf8' }],
    ['prefix', hex, { prefix: 7 }],
  ])('rejects a wrong %s of the caller', (argument, given, options) => {
    // @ts-expect-error some are wrong to the types
    expect(() => verifyHmac('sha256', 'key', 'message', given, options)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });
});
