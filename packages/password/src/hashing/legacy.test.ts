import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { type LegacyVerifier, PasswordHasher } from '../index.ts';

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

const meteor: LegacyVerifier = {
  name: 'own',
  accepts: (encoded) => encoded.startsWith('own:'),
  verify: (password, encoded) => encoded === `own:${sha1(password)}`,
};
const hasher = new PasswordHasher({ legacyVerifiers: [meteor] });
const stored = `own:${sha1('correct horse')}`;

test('a hash of another format verifies with a function, and is replaced', async () => {
  expect(hasher.needsRehash(stored)).toBe(true);
  const { valid, rehashed = '' } = await hasher.verify('correct horse', stored);
  expect(valid).toBe(true);
  expect(await hasher.verify('correct horse', rehashed)).toEqual({ valid: true, needsRehash: false });
  expect(await hasher.verify('wrong horse', stored)).toEqual({ valid: false, needsRehash: true });
  expect(await hasher.isValid('correct horse', stored)).toBe(true);
});

test('a verifier runs in the queue of the hasher', async () => {
  const single = new PasswordHasher({ concurrency: 1, legacyVerifiers: [meteor] });
  const verifying = [single.isValid('correct horse', stored), single.isValid('correct horse', stored)];
  await vi.waitFor(() => expect(single.load.running).toBe(1));
  expect(await Promise.all(verifying)).toEqual([true, true]);
});

test('a verifier is asked before the formats of the package', async () => {
  const verify = vi.fn(() => true);
  const own = new PasswordHasher({ legacyVerifiers: [{ name: 'all', accepts: () => true, verify }] });
  expect(await own.isValid('x', '$2b$04$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW')).toBe(true);
  expect(await own.isValid('x', '*MySQL')).toBe(true);
  expect(await own.isValid('x', null)).toBe(false);
  expect(await own.isValid('x', '')).toBe(false);
  expect(verify).toHaveBeenCalledTimes(2);
});

test('a password that cannot be one never reaches a verifier', async () => {
  const verify = vi.fn(() => true);
  const own = new PasswordHasher({ legacyVerifiers: [{ name: 'all', accepts: () => true, verify }] });
  for (const password of ['', 'x'.repeat(1025), '\ud800'])
    expect(await own.verify(password, 'own')).toEqual({ valid: false, needsRehash: true });
  expect(verify).not.toHaveBeenCalled();
});

test.each([1, 'true', undefined, {}])('an answer of %j is an error', async (answer) => {
  // @ts-expect-error wrong on purpose
  const own = new PasswordHasher({ legacyVerifiers: [{ ...meteor, verify: () => answer }] });
  await expect(own.verify('correct horse', stored)).rejects.toMatchObject({ argument: 'legacyVerifiers' });
  // @ts-expect-error wrong on purpose
  const asking = new PasswordHasher({ legacyVerifiers: [{ ...meteor, accepts: () => answer }] });
  await expect(asking.verify('correct horse', stored)).rejects.toMatchObject({ argument: 'legacyVerifiers' });
});

test('an error of a verifier is passed on', async () => {
  const failing = new PasswordHasher({
    legacyVerifiers: [{ ...meteor, verify: () => Promise.reject(new Error('database')) }],
  });
  await expect(failing.verify('correct horse', stored)).rejects.toThrow('database');
});
