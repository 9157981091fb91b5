import { expect, test } from 'vitest';
import { readStoredHash } from '../formats/index.ts';
import { dummyHash, newHash } from './new-hash.ts';
import { type HashParameters, isUpToDate, planHash } from './parameters.ts';

const PLANS: readonly HashParameters[] = [
  { algorithm: 'argon2id', memory: 7168, passes: 5 },
  { algorithm: 'scrypt', cost: 2 ** 13, parallelization: 10 },
  { algorithm: 'pbkdf2-sha256' },
  { algorithm: 'pbkdf2-sha512' },
  { algorithm: 'bcrypt', cost: 10 },
  { algorithm: 'bcrypt-sha256', cost: 10 },
];

test.each(PLANS)(
  'the dummy of %j is like any hash, of no password and never the same',
  async (parameters) => {
    const plan = planHash(parameters);
    const [dummy, other] = [dummyHash(plan, undefined), dummyHash(plan, undefined)];
    expect(dummy).not.toBe(other);
    const stored = readStoredHash(dummy);
    const { scheme, parameters: numbers } = readStoredHash(
      await newHash(new TextEncoder().encode('correct horse'), plan, undefined),
    );
    expect(stored).toMatchObject({ scheme, parameters: numbers });
    expect(scheme).toBe(plan.algorithm);
    expect(isUpToDate(stored, plan)).toBe(true);
  },
);
