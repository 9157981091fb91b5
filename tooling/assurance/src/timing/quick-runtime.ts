import { createHash } from 'node:crypto';

// Stands in for the password package's runtime, without the work. What remains of a verification is the package itself.

interface Derivation {
  readonly salt: Uint8Array;
  readonly length: number;
}

function refuse(): never {
  throw new Error('Only Argon2id is measured.');
}

interface QuickRuntime {
  readonly threads: () => number;
  readonly argon2: (password: Uint8Array, derivation: Derivation) => Promise<Uint8Array>;
  readonly bcryptHash: () => never;
  readonly bcryptVerify: () => never;
}

export const runtime: QuickRuntime = {
  threads: () => 1,
  argon2: async (password, { salt, length }) =>
    createHash('shake256', { outputLength: length }).update(salt).update(password).digest(),
  bcryptHash: refuse,
  bcryptVerify: refuse,
};
