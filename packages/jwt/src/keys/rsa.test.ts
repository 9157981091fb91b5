import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { importKey, type Jwk } from '../index.ts';
import { toInteger } from './integers.ts';
import { hasRocaFingerprint } from './rsa.ts';

const jwk = (): Jwk => ({
  kty: 'RSA',
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
});
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

test('the fingerprint of CVE-2017-15361 is that of powers of 65537', () => {
  expect(hasRocaFingerprint(65_537n ** 77n)).toBe(true);
  expect(hasRocaFingerprint(65_537n ** 77n + 2n)).toBe(false);
  expect(hasRocaFingerprint(toInteger(String(mine.n)))).toBe(false);
});
