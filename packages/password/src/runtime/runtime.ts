import { UnsupportedError } from '../errors.ts';
import type { Argon2Derivation } from '../formats/derivation.ts';

/** Where an implementation's code runs. */
export type RuntimeKind = 'native' | 'node-crypto' | 'webassembly' | 'javascript';

/** Computes Argon2 (RFC 9106). */
export type Argon2Function = (password: Uint8Array, derivation: Argon2Derivation) => Promise<Uint8Array>;

/** Computes bcrypt. A password has at most 72 bytes. */
export interface BcryptFunctions {
  /** A `$2b$` hash with a salt of 16 bytes. */
  readonly hash: (password: Uint8Array, cost: number, salt: Uint8Array) => Promise<string>;
  /** Compares with a `$2b$` hash. */
  readonly verify: (password: Uint8Array, encoded: string) => Promise<boolean>;
}

/** One way to compute Argon2. */
export interface Argon2Implementation {
  readonly kind: RuntimeKind;
  /** The package, for people. */
  readonly source: string;
  /** Whether it can compute this derivation. */
  readonly supports: (derivation: Argon2Derivation) => boolean;
  /** Loads and tries it. Throws if it is not available here. */
  readonly load: () => Promise<Argon2Function>;
}

/** One way to compute bcrypt. */
export interface BcryptImplementation {
  readonly kind: RuntimeKind;
  readonly source: string;
  readonly load: () => Promise<BcryptFunctions>;
}

/** The implementations that compute passwords here. */
export interface PasswordRuntime {
  readonly argon2: { readonly kind: RuntimeKind; readonly source: string };
  readonly bcrypt: { readonly kind: RuntimeKind; readonly source: string };
}

/** Loads an implementation once. Gives the reason if it is not available. */
type Loader<Functions> = () => Promise<{ readonly functions: Functions } | { readonly reason: string }>;

interface Available<Functions> {
  readonly kind: RuntimeKind;
  readonly source: string;
  readonly functions: Functions;
}

/** Argon2 and bcrypt on this runtime: for each, the first of its implementations that is available. */
export class Runtime {
  /** How many hashes can be computed at the same time. */
  readonly threads: () => number;
  readonly #argon2: readonly (Argon2Implementation & { readonly loader: Loader<Argon2Function> })[];
  readonly #bcrypt: readonly (BcryptImplementation & { readonly loader: Loader<BcryptFunctions> })[];

  constructor(
    argon2: readonly Argon2Implementation[],
    bcrypt: readonly BcryptImplementation[],
    threads: () => number,
  ) {
    this.#argon2 = argon2.map((implementation) => ({ ...implementation, loader: once(implementation.load) }));
    this.#bcrypt = bcrypt.map((implementation) => ({ ...implementation, loader: once(implementation.load) }));
    this.threads = threads;
  }

  /** @throws {@link UnsupportedError} `ERR_UNSUPPORTED` with the reason of each implementation */
  async argon2(password: Uint8Array, derivation: Argon2Derivation): Promise<Uint8Array> {
    const able = this.#argon2.filter(({ supports }) => supports(derivation));
    const { functions } = await firstAvailable('Argon2', able);
    return functions(password, derivation);
  }

  /** @throws {@link UnsupportedError} `ERR_UNSUPPORTED` */
  async bcryptHash(password: Uint8Array, cost: number, salt: Uint8Array): Promise<string> {
    const { functions } = await firstAvailable('bcrypt', this.#bcrypt);
    return functions.hash(password, cost, salt);
  }

  /** @throws {@link UnsupportedError} `ERR_UNSUPPORTED` */
  async bcryptVerify(password: Uint8Array, encoded: string): Promise<boolean> {
    const { functions } = await firstAvailable('bcrypt', this.#bcrypt);
    return functions.verify(password, encoded);
  }

  /** Loads both functions and names their implementations. */
  async describe(): Promise<PasswordRuntime> {
    const argon2 = await firstAvailable('Argon2', this.#argon2);
    const bcrypt = await firstAvailable('bcrypt', this.#bcrypt);
    return {
      argon2: { kind: argon2.kind, source: argon2.source },
      bcrypt: { kind: bcrypt.kind, source: bcrypt.source },
    };
  }
}

/** Computes one small hash, so that a function that fails here is recognised before it is chosen. */
export async function tried(compute: Argon2Function): Promise<Argon2Function> {
  const salt = new Uint8Array(16);
  await compute(salt, {
    kind: 'argon2',
    variant: 'argon2id',
    version: 0x13,
    memory: 8,
    passes: 1,
    parallelism: 1,
    salt,
    length: 32,
  });
  return compute;
}

function once<Functions>(load: () => Promise<Functions>): Loader<Functions> {
  let loaded: ReturnType<Loader<Functions>> | undefined;
  return () => {
    loaded ??= load().then(
      (functions) => ({ functions }),
      (error: unknown) => ({ reason: error instanceof Error ? error.message : 'it failed' }),
    );
    return loaded;
  };
}

async function firstAvailable<Functions>(
  name: string,
  implementations: readonly {
    readonly kind: RuntimeKind;
    readonly source: string;
    readonly loader: Loader<Functions>;
  }[],
): Promise<Available<Functions>> {
  const reasons: string[] = [];
  for (const { kind, source, loader } of implementations) {
    const loaded = await loader();
    if ('functions' in loaded) return { kind, source, functions: loaded.functions };
    reasons.push(`${source}: ${loaded.reason}`);
  }
  throw new UnsupportedError(`${name} is not available on this runtime. ${reasons.join('; ')}.`);
}
