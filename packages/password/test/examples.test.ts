import { expect, test } from 'vitest';
import { createResetToken, entropyBits, generatePassword, resetUrl, verifyResetToken } from '../src/index.ts';

// The examples of the chapter that this package serves, by their numbers.

const count = (password: string, pattern: RegExp): number => password.match(pattern)?.length ?? 0;

test('9: a password of eight letters and digits', () => {
  for (let round = 0; round < 200; round++) {
    expect(generatePassword({ length: 8, upper: 0, lower: 0, digits: 0 })).toMatch(/^[A-Za-z0-9]{8}$/);
  }
  expect(entropyBits({ length: 8, upper: 0, lower: 0, digits: 0 })).toBeCloseTo(8 * Math.log2(62), 10);
});

test('9: a password of sixteen with at least three capitals, three digits and a small letter', () => {
  for (let round = 0; round < 200; round++) {
    const password = generatePassword({ length: 16, upper: 3, digits: 3, lower: 1 });
    expect(password).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(count(password, /[A-Z]/g)).toBeGreaterThanOrEqual(3);
    expect(count(password, /[0-9]/g)).toBeGreaterThanOrEqual(3);
    expect(count(password, /[a-z]/g)).toBeGreaterThanOrEqual(1);
  }
});

test('9: a length below the minimums is rejected', () => {
  expect(() => generatePassword({ length: 6, upper: 3, digits: 3, lower: 1 })).toThrow(
    expect.objectContaining({
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'length',
    }),
  );
});

test('10: a reset link of 16 random bytes, of which only the digest is kept', () => {
  const { token, digest, expiresAt } = createResetToken({ bytes: 16 });
  const link = resetUrl('https://example.com/reset-pwd', token);
  expect(link).toMatch(/^https:\/\/example\.com\/reset-pwd\/[A-Za-z0-9_-]{22}$/);
  expect(digest).not.toContain(token);
  expect(verifyResetToken(token, { digest, expiresAt })).toBe(true);
  expect(verifyResetToken(`${token}x`, { digest, expiresAt })).toBe(false);
  expect(verifyResetToken(token, { digest, expiresAt }, { now: expiresAt })).toBe(false);
});
