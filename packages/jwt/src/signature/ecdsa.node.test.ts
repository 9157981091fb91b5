import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromDer, toDer } from './ecdsa.ts';

const CURVES = [
  ['P-256', 'sha256', 64],
  ['P-384', 'sha384', 96],
  ['P-521', 'sha512', 132],
] as const;

test.each(CURVES)('%s: what OpenSSL signed becomes r and s, and comes back', (namedCurve, digest, length) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  for (let round = 0; round < 20; round++) {
    const message = Buffer.from(`message ${round}`);
    const der = sign(digest, message, privateKey);
    const raw = fromDer(der, length);
    expect(toDer(raw)).toEqual(der);
    expect(verify(digest, message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true);
  }
});

// One signature in 256 has a zero at the front of r, and one in two a first bit that is set.
test.each(CURVES)(
  '%s: leading zeros and first bits come back, in the shortest DER',
  (_curve, _digest, length) => {
    const half = length / 2;
    const integer = fc
      .tuple(fc.uint8Array({ minLength: half, maxLength: half }), fc.nat({ max: half - 1 }))
      .map(([bytes, zeros]) => bytes.fill(0, 0, zeros));
    fc.assert(
      fc.property(integer, integer, (r, s) => {
        const raw = Buffer.concat([r, s]);
        const der = toDer(raw);
        expect(fromDer(der, length)).toEqual(raw);
        expect(der.toString('hex')).toBe(sequence([derInteger(r), derInteger(s)].join('')));
      }),
    );
  },
);

/** X.690 section 8.3: no byte more than the number and its sign need. */
function derInteger(bytes: Uint8Array): string {
  const digits = BigInt(`0x${Buffer.from(bytes).toString('hex')}`).toString(16);
  const even = digits.length % 2 === 1 ? `0${digits}` : digits;
  const hex = Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even;
  return `02${(hex.length / 2).toString(16).padStart(2, '0')}${hex}`;
}

function sequence(content: string): string {
  const length = content.length / 2;
  return `30${length > 127 ? '81' : ''}${length.toString(16).padStart(2, '0')}${content}`;
}

test.each([
  ['zeros', new Uint8Array(64), '3006020100020100'],
  ['ones', new Uint8Array(64).fill(255), `304602 2100${'ff'.repeat(32)} 022100${'ff'.repeat(32)}`],
])('%s are the shortest DER there is', (_name, raw, expected) => {
  expect(toDer(raw).toString('hex')).toBe(expected.replaceAll(' ', ''));
});
