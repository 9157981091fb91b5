import { expect, test } from 'vitest';
import { storedHash } from './stored-hash.ts';

const salt = Uint8Array.from({ length: 16 }, (_, index) => index);
const hash = new Uint8Array(32).fill(0xfb);
const BASE64 = '+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s';

test.each([
  [
    { algorithm: 'pbkdf2-sha256', salt, iterations: 1000, hash },
    `$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw$${BASE64.replaceAll('+', '.')}`,
  ],
  [
    {
      algorithm: 'pbkdf2-sha512',
      salt: 'AAECAwQFBgcICQoLDA0ODw==',
      iterations: 5,
      hash: `${BASE64}=`,
      encoding: 'base64',
    },
    `$pbkdf2-sha512$5$AAECAwQFBgcICQoLDA0ODw$${BASE64.replaceAll('+', '.')}`,
  ],
  [
    { algorithm: 'pbkdf2-sha1', salt: 'somesalt', iterations: 5, hash: 'fb'.repeat(32) },
    `$pbkdf2-sha1$5$c29tZXNhbHQ$${BASE64.replaceAll('+', '.')}`,
  ],
  [
    {
      algorithm: 'scrypt',
      salt: '736f6d6573616c74',
      cost: 1024,
      blockSize: 8,
      parallelization: 1,
      hash: 'fb'.repeat(32),
      encoding: 'hex',
    },
    `$scrypt$ln=10,r=8,p=1$c29tZXNhbHQ$${BASE64}`,
  ],
  [
    { algorithm: 'argon2id', salt: 'somesalt', memory: 64, passes: 2, parallelism: 1, hash },
    `$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$${BASE64}`,
  ],
] as const)('%j is written as %s', (parts, expected) => {
  expect(storedHash(parts)).toBe(expected);
});

test.each([
  [{ algorithm: 'bcrypt', salt, hash }, 'algorithm'],
  [{ algorithm: 'pbkdf2-sha256', salt, hash }, 'iterations'],
  [{ algorithm: 'pbkdf2-sha256', salt, iterations: 0, hash }, 'iterations'],
  [{ algorithm: 'pbkdf2-sha256', salt, iterations: 1000, hash: 'g'.repeat(43) }, 'hash'],
  [{ algorithm: 'pbkdf2-sha256', salt: 'zz', iterations: 1000, hash, encoding: 'hex' }, 'salt'],
  [{ algorithm: 'pbkdf2-sha256', salt, iterations: 1000, hash: new Uint8Array(8) }, 'parts'],
  [{ algorithm: 'pbkdf2-sha256', salt: 'x'.repeat(2049), iterations: 1000, hash }, 'salt'],
  [{ algorithm: 'scrypt', salt, hash, cost: 1000, blockSize: 8, parallelization: 1 }, 'cost'],
  [{ algorithm: 'scrypt', salt, hash, cost: 1024, blockSize: 8 }, 'parallelization'],
  [{ algorithm: 'argon2id', salt, hash, memory: 4, passes: 1, parallelism: 1 }, 'parts'],
  [{ algorithm: 'argon2id', salt, hash, memory: 64, passes: 1, parallelism: 1, rounds: 1 }, 'rounds'],
])('rejects %j and names %s', (parts, argument) => {
  // @ts-expect-error wrong on purpose
  expect(() => storedHash(parts)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
  );
});
