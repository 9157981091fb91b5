import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { fromDer, toDer } from './ecdsa.ts';

test.each([
  ['P-256', 'sha256', 64],
  ['P-384', 'sha384', 96],
  ['P-521', 'sha512', 132],
] as const)(
  '%s: signatures of OpenSSL become r and s, and come back as the same DER',
  (namedCurve, digest, length) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
    // Enough for leading zeros in r and in s, which one signature in 256 has each.
    for (let round = 0; round < 1500; round++) {
      const message = Buffer.from(`message ${round}`);
      const der = sign(digest, message, privateKey);
      const raw = fromDer(der, length);
      expect(toDer(raw)).toEqual(der);
      if (round < 20)
        expect(verify(digest, message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true);
    }
  },
);

test.each([
  ['zeros', new Uint8Array(64), '3006020100020100'],
  ['ones', new Uint8Array(64).fill(255), `304602 2100${'ff'.repeat(32)} 022100${'ff'.repeat(32)}`],
])('%s are the shortest DER there is', (_name, raw, expected) => {
  expect(toDer(raw).toString('hex')).toBe(expected.replaceAll(' ', ''));
});
