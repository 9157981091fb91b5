import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { compareDigest } from './compare.ts';

const of = (text: string): Buffer => createHash('sha256').update(text).digest();
const HEX = of('a').toString('hex');
const BASE64 = of('a').toString('base64');

test.each([
  HEX,
  HEX.toUpperCase(),
  HEX.replace(/..(?!$)/g, '$&:'),
  `sha256:${HEX}`,
  `SHA2-256=${HEX}`,
  `sha256=${HEX}`,
  `${HEX}  backup (1).tar`,
  `SHA256 (backup (1).tar) = ${HEX}`,
  BASE64,
  of('a').toString('base64url'),
  `sha256-${BASE64}`,
  `sha256-${of('b').toString('base64')} sha256-${BASE64}`,
])('finds the same digest in %s', (expected) => {
  for (const encoding of ['hex', 'base64', 'base64url'] as const)
    expect(compareDigest(expected, of('a').toString(encoding), encoding).isSame).toBe(true);
});

test.each([
  [of('b').toString('hex'), /^They differ\.$/],
  [createHash('sha1').update('a').digest('hex'), /has 20 bytes, and this one has 32/],
  ['?', /neither hexadecimal nor Base64/],
])('explains how %s differs', (expected, text) => {
  const result = compareDigest(expected, HEX, 'hex');
  expect(result).toMatchObject({ isSame: false, text: expect.stringMatching(text) });
});
