import { fromHex, toHex, utf8 } from '@countersign/core';
import { expect, test } from 'vitest';
import { runtime } from '#runtime';
import type { StoredHash } from '../formats/derivation.ts';
import { derive, matches } from './derive.ts';

// RFC 7914 section 12, RFC 6070 section 2, RFC 7914 section 11.
test.each([
  [
    { kind: 'scrypt', cost: 1024, blockSize: 8, parallelization: 16, salt: utf8('NaCl'), length: 64 },
    'password',
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
  ],
  [
    {
      kind: 'pbkdf2',
      digest: 'sha1',
      iterations: 4096,
      salt: utf8('saltSALTsaltSALTsaltSALTsaltSALTsalt'),
      length: 25,
    },
    'passwordPASSWORDpassword',
    '3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038',
  ],
  [
    { kind: 'pbkdf2', digest: 'sha256', iterations: 1, salt: utf8('salt'), length: 64 },
    'passwd',
    '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
  ],
] as const)('%j of %s', async (derivation, password, expected) => {
  expect(toHex(await derive(derivation, utf8(password), runtime))).toBe(expected);
});

test('a scheme of plain digests is computed by itself, and compared', async () => {
  const stored: StoredHash = {
    scheme: 'reversed',
    parameters: {},
    derivation: { kind: 'digest', iterations: 1, compute: async (password) => password.toReversed() },
    expected: fromHex('030201'),
  };
  expect(await matches(stored, fromHex('010203'), runtime)).toBe(true);
  expect(await matches(stored, fromHex('010204'), runtime)).toBe(false);
});
