import { expect, test } from 'vitest';
import { readStoredHash } from '../formats/read.ts';
import { type HashOptions, readHashOptions } from './options.ts';
import { atLeastAsStrong, isWeaker } from './strength.ts';

const SALT = 'AAECAwQFBgcICQoLDA0ODw';
const DIGEST = 'A'.repeat(43);
const BCRYPT = 'CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW';
const SHA512_DIGEST = `${'A'.repeat(85)}A`;
const argon2 = (parameters: string, variant = 'argon2id', version = 19): string =>
  `$${variant}$v=${version}$${parameters}$${SALT}$${DIGEST}`;

// The table of the README, "When a hash is replaced".
test.each<readonly [HashOptions, string, boolean]>([
  // The same cost, however it is written.
  [{ algorithm: 'argon2id' }, argon2('m=19456,t=2,p=1'), false],
  [{ algorithm: 'argon2id' }, argon2('m=19456,p=1,t=2'), false],
  [{ algorithm: 'argon2id' }, argon2('m=19456,t=2,p=4'), false],
  [{ algorithm: 'bcrypt' }, `$2y$12$${BCRYPT}`, false],
  [{ algorithm: 'bcrypt' }, `$2a$12$${BCRYPT}`, false],
  [{ algorithm: 'pbkdf2-sha256' }, `$pbkdf2-sha256$i=600000$${SALT}$${DIGEST}`, false],
  [{ algorithm: 'scrypt' }, `$scrypt$n=131072,r=8,p=1$${SALT}$${DIGEST}`, false],
  // A higher cost, such as npm argon2's default.
  [{ algorithm: 'argon2id' }, argon2('m=65536,t=3,p=4'), false],
  [{ algorithm: 'argon2id' }, argon2('m=65536,t=1,p=1'), false],
  [{ algorithm: 'argon2id' }, argon2('m=30000,t=1,p=1'), false],
  [{ algorithm: 'bcrypt', cost: 10 }, `$2b$12$${BCRYPT}`, false],
  [{ algorithm: 'scrypt' }, `$scrypt$ln=18,r=8,p=1$${SALT}$${DIGEST}`, false],
  [{ algorithm: 'pbkdf2-sha512' }, `$pbkdf2-sha512$220001$${SALT}$${SHA512_DIGEST}`, false],
  // A lower cost.
  [{ algorithm: 'argon2id' }, argon2('m=19456,t=1,p=1'), true],
  [{ algorithm: 'argon2id' }, argon2('m=12288,t=3,p=1'), true],
  [{ algorithm: 'bcrypt' }, `$2b$11$${BCRYPT}`, true],
  [{ algorithm: 'scrypt' }, `$scrypt$ln=16,r=8,p=1$${SALT}$${DIGEST}`, true],
  [{ algorithm: 'pbkdf2-sha256' }, `$pbkdf2-sha256$599999$${SALT}$${DIGEST}`, true],
  // Another algorithm, or an older version of it.
  [{ algorithm: 'argon2id' }, argon2('m=65536,t=3,p=4', 'argon2i'), true],
  [{ algorithm: 'argon2id' }, argon2('m=65536,t=3,p=4', 'argon2id', 16), true],
  [{ algorithm: 'argon2id' }, `$2b$14$${BCRYPT}`, true],
  [{ algorithm: 'bcrypt-sha256' }, `$2b$12$${BCRYPT}`, true],
  [{ algorithm: 'bcrypt-sha256' }, `$bcrypt-sha256$2b,12$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`, true],
  [
    { algorithm: 'bcrypt-sha256' },
    `$bcrypt-sha256$v=2,t=2b,r=12$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    false,
  ],
  [{ algorithm: 'pbkdf2-sha512' }, `$pbkdf2-sha256$220000$${SALT}$${DIGEST}`, true],
  // The own format of other software.
  [{ algorithm: 'argon2id' }, `argon2${argon2('m=102400,t=2,p=8')}`, true],
  [{ algorithm: 'argon2id' }, `3|${argon2('m=65536,t=4,p=1')}`, true],
])('under %j, %s is weaker: %s', (options, encoded, expected) => {
  expect(isWeaker(readStoredHash(encoded), readHashOptions(options))).toBe(expected);
});

test.each<readonly [string, HashOptions, string, object]>([
  ['a weaker hash', { algorithm: 'argon2id' }, argon2('m=12288,t=3,p=1'), { memory: 19_456, passes: 2 }],
  [
    'a stronger hash',
    { algorithm: 'argon2id' },
    argon2('m=65536,t=3,p=4'),
    { memory: 65_536, passes: 3, parallelism: 1 },
  ],
  [
    'a hash with more memory',
    { algorithm: 'argon2id' },
    argon2('m=30000,t=1,p=1'),
    { memory: 30_000, passes: 2 },
  ],
  [
    'a hash of Django',
    { algorithm: 'argon2id' },
    `argon2${argon2('m=102400,t=2,p=8')}`,
    { memory: 102_400, passes: 2 },
  ],
  ['another algorithm', { algorithm: 'argon2id' }, `$2b$14$${BCRYPT}`, { memory: 19_456, passes: 2 }],
  ['bcrypt', { algorithm: 'bcrypt-sha256' }, `$2b$14$${BCRYPT}`, { cost: 14 }],
  [
    'scrypt',
    { algorithm: 'scrypt' },
    `$scrypt$ln=18,r=8,p=1$${SALT}$${DIGEST}`,
    { cost: 2 ** 18, blockSize: 8 },
  ],
  [
    'PBKDF2',
    { algorithm: 'pbkdf2-sha256' },
    `$pbkdf2-sha256$700000$${SALT}$${DIGEST}`,
    { iterations: 700_000 },
  ],
])('a hash that replaces %s is at least as strong', (_name, options, encoded, expected) => {
  expect(atLeastAsStrong(readStoredHash(encoded), readHashOptions(options))).toMatchObject(expected);
});

test('two servers with different calibrations never replace each other’s hashes for ever', () => {
  const servers = [
    { memory: 98_304, passes: 2 },
    { memory: 65_536, passes: 4 },
    { memory: 65_536, passes: 3 },
    { memory: 131_072, passes: 2 },
  ].map((cost) => readHashOptions({ algorithm: 'argon2id', ...cost }));
  for (const one of servers) {
    for (const other of servers) {
      if (one.algorithm !== 'argon2id' || other.algorithm !== 'argon2id') continue;
      const hashes = [one, other].map(({ memory, passes }) =>
        readStoredHash(argon2(`m=${memory},t=${passes},p=1`)),
      );
      const replaced = hashes.map((stored, index) => isWeaker(stored, index === 0 ? other : one));
      expect(replaced).not.toEqual([true, true]);
    }
  }
});

test('a fast digest is always weaker', () => {
  const stored = { ...readStoredHash(argon2('m=65536,t=3,p=1')), isWeak: true };
  expect(isWeaker(stored, readHashOptions({ algorithm: 'argon2id' }))).toBe(true);
});
