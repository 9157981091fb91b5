import { createHash } from 'node:crypto';

// The password package's engine, but for the work: what is left of a verification is what the package itself does.

interface Derivation {
  readonly salt: Uint8Array;
  readonly length: number;
}

function refuse(): never {
  throw new Error('Only Argon2id is measured.');
}

interface QuickEngine {
  readonly name: 'node';
  readonly threads: () => number;
  readonly argon2: (password: Uint8Array, derivation: Derivation) => Promise<Uint8Array>;
  readonly bcryptHash: () => never;
  readonly bcryptVerify: () => never;
}

export const engine: QuickEngine = {
  name: 'node',
  threads: () => 1,
  argon2: async (password, { salt, length }) =>
    createHash('shake256', { outputLength: length }).update(salt).update(password).digest(),
  bcryptHash: refuse,
  bcryptVerify: refuse,
};
