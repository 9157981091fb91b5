import { CountersignError } from '@countersign/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identify, PasswordHasher, parsePasswordRules } from './index.ts';

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
  .array(fc.oneof(pieces, fc.string({ maxLength: 12 }), fc.nat().map(String)), { maxLength: 8 })
  .map((parts) => parts.join(''));

test('any text as a stored hash is read or refused with a typed error', () => {
  fc.assert(
    fc.property(junk, (encoded) => {
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
