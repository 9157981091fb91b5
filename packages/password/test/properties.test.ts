import { CountersignError } from '@countersign/core';
import { fastestRun } from '@countersign/vitest-config/patience';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identify, PasswordHasher, parsePasswordRules } from '../src/index.ts';
import { ALL_WEAK, VECTORS } from './vectors.ts';

const hasher = new PasswordHasher();
const passwords = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => text.isWellFormed());

test('any text verifies against its own hash, and no other does', async () => {
  await fc.assert(
    fc.asyncProperty(passwords, passwords, async (password, other) => {
      const stored = await hasher.hash(password);
      expect(await hasher.isValid(password, stored)).toBe(true);
      const isSame =
        password.replace(/\p{Zs}/gu, ' ').normalize('NFC') ===
        other.replace(/\p{Zs}/gu, ' ').normalize('NFC');
      expect(await hasher.isValid(other, stored)).toBe(isSame);
    }),
    { numRuns: 30 },
  );
});

// Pieces of real hashes, so that the damage is inside and not only at the first character.
const pieces = fc.constantFrom(
  '$argon2id$v=19$',
  'm=19456,t=2,p=1',
  '$2b$10$',
  '$scrypt$ln=14,r=8,p=1$',
  '$pbkdf2-sha256$',
  'pbkdf2_sha256$',
  'scrypt:32768:8:1$',
  '{bcrypt}',
  '{pbkdf2}',
  '$6$rounds=5000$',
  '$P$9',
  '$7$C6..../....',
  '$wrapped$sha1',
  'c2FsdHNhbHRzYWx0c2FsdA',
  '0123456789abcdef0123456789abcdef',
  '$',
  ':',
  '=',
  ',',
);
const junk = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 12 }), fc.nat().map(String)), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

// A real hash with a part replaced. The result is often still a hash with other parameters.
const damaged = fc
  .tuple(
    fc.constantFrom(...VECTORS.map(([, , encoded]) => encoded)),
    fc.nat(300),
    fc.nat(6),
    fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 4 }), fc.nat().map(String)),
  )
  .map(([encoded, at, length, text]) => {
    const start = at % encoded.length;
    return encoded.slice(0, start) + text + encoded.slice(start + length);
  });

test('any text as a stored hash is read or refused with a typed error', () => {
  fc.assert(
    fc.property(fc.oneof(junk, damaged), (encoded) => {
      try {
        identify(encoded);
      } catch (error) {
        expect(error).toBeInstanceOf(CountersignError);
        expect(error).toMatchObject({ code: 'ERR_HASH_MALFORMED' });
      }
    }),
    { numRuns: 20_000 },
  );
});

test('any damaged hash is computed within the limits or refused with a typed error, and soon', async () => {
  const limits = {
    argon2Memory: 1024,
    argon2Passes: 3,
    argon2Parallelism: 4,
    scryptMemory: 2 ** 21,
    scryptWork: 2 ** 21,
    pbkdf2Iterations: 2000,
    bcryptCost: 10,
    digestRounds: 2000,
  };
  const strict = new PasswordHasher({
    hash: { algorithm: 'bcrypt', cost: 10 },
    limits,
    acceptWeak: ALL_WEAK,
  });
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 3, arbitrary: damaged }, junk), async (encoded) => {
      let outcome = '';
      const verified = async (): Promise<void> => {
        outcome = await strict.isValid('pässwörd', encoded).then(String, (error: unknown) => {
          expect(error).toBeInstanceOf(CountersignError);
          return error instanceof CountersignError ? error.code : 'no code';
        });
      };
      expect(await fastestRun(2000, verified)).toBeLessThan(2000);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }),
    { numRuns: 2000 },
  );
  // `ERR_PEPPER_UNKNOWN` is for a key id, which nothing here happens to spell.
  expect(
    [...outcomes.keys()].filter(
      (outcome) => !/^(true|false|ERR_HASH_MALFORMED|ERR_HASH_LIMIT)$/.test(outcome),
    ),
  ).toEqual([]);
  for (const outcome of ['false', 'ERR_HASH_MALFORMED', 'ERR_HASH_LIMIT'])
    expect(outcomes.get(outcome)).toBeGreaterThan(20);
});

test('any text as passwordrules is read or refused with a typed error', () => {
  const words = fc.constantFrom(
    'required',
    'allowed',
    'minlength',
    'max-consecutive',
    ':',
    ';',
    ',',
    '[',
    ']',
    'upper',
    'digit',
    '8',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 5 })), { maxLength: 20 }), (parts) => {
      try {
        parsePasswordRules(parts.join(''));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_PASSWORD_RULES_SYNTAX' });
      }
    }),
    { numRuns: 5000 },
  );
});
