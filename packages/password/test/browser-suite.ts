import * as password from '../src/index.ts';
import { ALL_WEAK, VECTORS } from './vectors.ts';

// Runs in a browser, bundled from the default entry: answers questions, so that a test can compare the answers.

/** Each of the policies that a browser can follow, at its floor. */
const POLICIES: readonly password.HashOptions[] = [
  { algorithm: 'argon2id' },
  { algorithm: 'scrypt', cost: 2 ** 13, parallelization: 10 },
  { algorithm: 'bcrypt', cost: 10 },
  { algorithm: 'bcrypt-sha256', cost: 10 },
  { algorithm: 'pbkdf2-sha512' },
];

/** Hashes of one password by every policy. */
export function made(text: string): Promise<readonly string[]> {
  return Promise.all(POLICIES.map((parameters) => password.hashPassword(text, parameters)));
}

/** Verifies a right and a wrong password against stored hashes, and returns each outcome or error code. */
export function verified(text: string, stored: readonly string[]): Promise<readonly string[]> {
  return Promise.all(
    stored.flatMap((encoded) =>
      [text, `${text}x`].map((candidate) =>
        password.verifyPassword(candidate, encoded).then(
          (isValid) => String(isValid),
          (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'no code'),
        ),
      ),
    ),
  );
}

/**
 * Verifies each of the stored hashes of other software with its password.
 *
 * @returns the hashes that did not verify, and why
 */
export async function failures(): Promise<readonly string[]> {
  const hasher = new password.PasswordHasher({
    acceptWeak: ALL_WEAK,
    concurrency: 1,
    queueLength: 1000,
    queueTimeout: '10m',
  });
  const outcomes = await Promise.all(
    VECTORS.filter(([, text]) => text !== '').map(([scheme, text, encoded]) =>
      hasher.isValid(text, encoded).then(
        (isValid) => (isValid ? [] : [`${scheme} ${encoded}`]),
        (error: unknown) => [`${scheme} ${encoded}: ${error}`],
      ),
    ),
  );
  return outcomes.flat();
}

/** Argon2 as a key derivation, with all that it has. */
export function derived(): Promise<string> {
  const options = { memory: 64, passes: 2, parallelism: 2, secret: 'key', associatedData: 'file 1' } as const;
  return password.argon2('password', 'some salt', { ...options, encoding: 'hex' });
}

/** Results that must be equal in every runtime. */
export async function answers(): Promise<Readonly<Record<string, unknown>>> {
  const reset = password.createResetToken();
  const violations = await password.checkPassword('password1', password.nistPolicy());
  return {
    entropy: password.entropyBits({ length: 12 }),
    generated: password.generatePassword({ length: 12 }).length,
    words: password.generatePassphrase({ words: 5 }).split('-').length,
    strength: await password.estimateStrength('Tr0ub4dor&3'),
    violations: violations.map(({ code }) => code),
    reset: password.verifyResetToken(reset.token, reset),
  };
}
