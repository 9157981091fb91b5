import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { importKey, type Jwk } from '../index.ts';
import * as integers from './formats/integers.ts';
import { checkRsaPrivateParts, hasRocaFingerprint } from './rsa.ts';

const toInteger = (text: string): bigint => integers.toInteger(Buffer.from(text, 'base64url'));
const fromInteger = (value: bigint): string => Buffer.from(integers.fromInteger(value)).toString('base64url');

function checkRsaParts(jwk: Partial<Jwk>): void {
  const part = (name: 'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qi'): bigint => toInteger(jwk[name] ?? '');
  checkRsaPrivateParts({
    n: part('n'),
    e: part('e'),
    d: part('d'),
    p: part('p'),
    q: part('q'),
    dp: part('dp'),
    dq: part('dq'),
    qi: part('qi'),
  });
}

const jwk = (): Jwk => ({
  kty: 'RSA',
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
});
// The primes that the published detectors look at.
const PRIMES = Array.from({ length: 165 }, (_, index) => BigInt(index + 3)).filter((number) => {
  for (let divisor = 2n; divisor * divisor <= number; divisor++) if (number % divisor === 0n) return false;
  return true;
});
/** The number that times another is one modulo a third. */
function inverse(number: bigint, modulus: bigint): bigint {
  let [before, after, x, y] = [number, modulus, 1n, 0n];
  while (after > 0n) {
    const quotient = before / after;
    [before, after, x, y] = [after, before % after, y, x - quotient * y];
  }
  return ((x % modulus) + modulus) % modulus;
}

const mine = jwk();
const other = jwk();

describe('the parts of a private RSA key', () => {
  test('of one key are accepted', async () => {
    expect(await importKey(mine, { algorithm: 'RS256' })).toMatchObject({ kind: 'private' });
  });

  test.each(['n', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const)(
    'with %s of another are refused at import',
    async (name) => {
      await expect(importKey({ ...mine, [name]: other[name] }, { algorithm: 'RS256' })).rejects.toThrow(
        /do not belong together/,
      );
    },
  );
});

describe('the parts of a private RSA key', () => {
  const { kty: _, ...parts } = mine;
  test.each([...Object.keys(parts), 'p and q'])('are all there: %s', (name) => {
    for (const value of [undefined, '', 'AA', 'AQ']) {
      const changed = Object.fromEntries(name.split(' and ').map((part) => [part, value]));
      expect(() => checkRsaParts({ ...mine, ...changed })).toThrow(
        expect.objectContaining({
          code: 'ERR_KEY_INVALID',
        }),
      );
    }
    expect(() => checkRsaParts(mine)).not.toThrow();
  });
});

describe('each part is compared with each other that it depends on:', () => {
  const numbers = (['d', 'p', 'q'] as const).map((name) => toInteger(String(mine[name])));
  const [d = 0n, p = 0n, q = 0n] = numbers;
  // Congruent to d modulo one prime less one, and not modulo the other.
  const [likeQ, likeP] = [d + q - 1n, d + p - 1n];
  const n = p * q;
  const even = { p: mine.n, q: 'AQ', dp: fromInteger(inverse(65_537n, n - 1n)) };
  test.each<[string, object]>([
    ['q is one, p the modulus, and dp of that p', { ...even, d: even.dp }],
    ['p is one, and q the modulus', { p: 'AQ', q: mine.n }],
    ['q is one, and p the modulus', { p: mine.n, q: 'AQ' }],
    ['d and dp are of another exponent', { d: fromInteger(likeQ), dp: fromInteger(likeQ % (p - 1n)) }],
    ['d and dq are of another exponent', { d: fromInteger(likeP), dq: fromInteger(likeP % (q - 1n)) }],
    ['d is another modulo p − 1', { d: fromInteger(likeQ) }],
    ['d is another modulo q − 1', { d: fromInteger(likeP) }],
  ])('%s', (_name, changed) => {
    expect(() => checkRsaParts({ ...mine, ...changed })).toThrow(
      expect.objectContaining({ code: 'ERR_KEY_INVALID' }),
    );
  });
});

test('a modulus of that fingerprint is refused at import', async () => {
  // Congruent to a power of 65537 modulo each small prime, odd, and of 2048 bits.
  const product = PRIMES.reduce((all, prime) => all * prime, 1n);
  const power = 65_537n ** 77n % product;
  const factor = 2n ** 2047n / product + 1n;
  const modulus = power + product * (factor + ((power + factor) % 2n === 0n ? 1n : 0n));
  expect(modulus.toString(2)).toHaveLength(2048);
  const n = Buffer.from(modulus.toString(16), 'hex').toString('base64url');
  await expect(importKey({ kty: 'RSA', n, e: 'AQAB' }, { algorithm: 'RS256' })).rejects.toMatchObject({
    code: 'ERR_KEY_INVALID',
    message: expect.stringContaining('CVE-2017-15361'),
  });
});

test('the fingerprint of CVE-2017-15361 is that of powers of 65537', () => {
  expect(hasRocaFingerprint(65_537n ** 77n)).toBe(true);
  expect(hasRocaFingerprint(65_537n ** 77n + 2n)).toBe(false);
  expect(hasRocaFingerprint(toInteger(String(mine.n)))).toBe(false);
});
