import { createHash } from 'node:crypto';

// Replaces the password package's runtime and derives nothing, so that only the package itself is measured.

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
