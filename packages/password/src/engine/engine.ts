import type { Argon2Derivation } from '../hashing/derivation.ts';

/** The functions that neither the platform nor core has. There are two: native bindings on Node.js, WebAssembly elsewhere. */
export interface PasswordEngine {
  readonly name: 'node' | 'web';
  /** Threads that hash side by side. */
  readonly threads: () => number;
  argon2(password: Uint8Array, derivation: Argon2Derivation): Promise<Uint8Array>;
  /** A `$2b$` hash with a salt of 16 bytes. The password has at most 72 bytes and no NUL. */
  bcryptHash(password: Uint8Array, cost: number, salt: Uint8Array): Promise<string>;
  bcryptVerify(password: Uint8Array, encoded: string): Promise<boolean>;
}
