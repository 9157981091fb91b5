import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { completeLimits } from './limits.ts';
import { isBcrypt, planHash } from './parameters.ts';
import { namedParameters } from './phc.ts';
import { BoundedQueue } from './queue.ts';

// What mutation testing found nobody to notice.

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([
  ['argon2id', false],
  ['scrypt', false],
  ['pbkdf2-sha256', false],
  ['pbkdf2-sha512', false],
  ['bcrypt', true],
  ['bcrypt-sha256', true],
] as const)('%s is a kind of bcrypt: %s', (algorithm, is) => {
  expect(isBcrypt(planHash({ algorithm }))).toBe(is);
});

test('scrypt at the very floor is strong enough', () => {
  expect(planHash({ algorithm: 'scrypt', cost: 2 ** 13, parallelization: 5 })).toMatchObject({ cost: 8192 });
});

test('limits that are no object are refused by their name', () => {
  // @ts-expect-error no object
  expect(() => completeLimits(7)).toThrow(expect.objectContaining({ argument: 'limits' }));
});

test('a parameter without a value is none', () => {
  expect(() => namedParameters('m1', ['m'])).toThrow('not the known ones');
});

test('a turn that has come leaves no clock running', async () => {
  const queue = new BoundedQueue({ concurrency: 1, queueLength: 1, queueTimeoutSeconds: 5 });
  await Promise.all([queue.run(async () => 1), queue.run(async () => 2)]);
  expect(vi.getTimerCount()).toBe(0);
});
