import { describe, expect, test } from 'vitest';
import { type Algorithm, findAlgorithm } from './algorithms.ts';
import { checkFit, Key, type KeyMaterial, materialOf } from './key.ts';

// Whether material may be used with an algorithm, and what is said when it may not.

const secret = (bytes: number): KeyMaterial => ({
  kind: 'secret',
  type: 'oct',
  secret: new Uint8Array(bytes),
});
const rsa = (modulusBits: number): KeyMaterial => ({ kind: 'public', type: 'RSA', modulusBits });
const ec = (curve?: string): KeyMaterial => ({
  kind: 'public',
  type: 'EC',
  ...(curve !== undefined && { curve }),
});
const held = (algorithms: readonly Algorithm[], secretBytes?: number): KeyMaterial => ({
  kind: 'secret',
  type: 'oct',
  limits: { algorithms, operations: ['sign'], ...(secretBytes !== undefined && { secretBytes }) },
});
const short = (bytes: number, algorithm: string, least: number): string =>
  `The secret has ${bytes} bytes, and ${algorithm} needs at least ${least} random ones (RFC 7518 section 3.2): a shorter one can be guessed from a single token. Make one with generateKey, or say allowWeakKey for tokens that exist already.`;

const CASES: readonly (readonly [Algorithm, KeyMaterial, string?])[] = [
  ['HS256', secret(32)],
  ['HS256', secret(31), short(31, 'HS256', 32)],
  ['HS512', secret(64)],
  ['HS512', secret(63), short(63, 'HS512', 64)],
  ['HS256', held(['HS256'], 32)],
  ['HS256', held(['HS256'])],
  ['HS256', held(['HS256'], 31), short(31, 'HS256', 32)],
  ['HS256', held(['HS512'], 64), 'The CryptoKey was made for HS512, not for HS256.'],
  ['HS256', held(['HS384', 'HS512']), 'The CryptoKey was made for HS384 or HS512, not for HS256.'],
  ['HS256', held([]), 'The CryptoKey was made for no JWS algorithm, not for HS256.'],
  ['RS256', rsa(2048)],
  [
    'RS256',
    rsa(2047),
    'The RSA key has 2047 bits, and RS256 needs at least 2048 (RFC 7518 section 3.3). Make a new one, or say allowWeakKey for tokens that exist already.',
  ],
  [
    'RS256',
    secret(64),
    'The key is of type oct, and RS256 needs RSA. Check which key and which algorithm you mean.',
  ],
  ['ES256', ec('P-256')],
  ['ES256', ec('P-384'), 'The key is on P-384, and ES256 needs P-256 (RFC 7518 section 3.4, RFC 9864).'],
  ['ES256', ec(), 'The key is on another curve, and ES256 needs P-256 (RFC 7518 section 3.4, RFC 9864).'],
];

describe('a key fits an algorithm, or it is said why not', () => {
  test.each(CASES.map((row) => [row[0], row] as const))('%s %#', (_name, [algorithm, material, message]) => {
    const info = findAlgorithm(algorithm);
    if (!info) throw new Error('no such algorithm');
    const fit = () => checkFit(material, info, {});
    if (message === undefined) expect(fit).not.toThrow();
    else expect(fit).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID', message }));
    const isWeak = message?.includes('allowWeakKey') ?? false;
    const weak = () => checkFit(material, info, { allowWeakKey: true });
    if (message === undefined || isWeak) expect(weak).not.toThrow();
    else expect(weak).toThrow(message);
  });
});

test('a key is frozen, and so is the list of its algorithms, which is its own', () => {
  const allowed: Algorithm[] = ['HS256'];
  const key = new Key('secret', secret(32), allowed, 'id');
  allowed.push('HS512');
  expect(key).toMatchObject({ kind: 'secret', type: 'oct', algorithms: ['HS256'], keyId: 'id' });
  expect([key, key.algorithms].map((part) => Object.isFrozen(part))).toEqual([true, true]);
  expect(materialOf(key)).toEqual(secret(32));
});

test('what only looks like a key is none', () => {
  const key = new Key('secret', secret(32), ['HS256'], 'id');
  for (const forged of [{ ...key }, Object.create(Key.prototype)])
    expect(() => materialOf(forged)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'key',
        message: 'key must be a Key made by importKey or generateKey.',
      }),
    );
});
