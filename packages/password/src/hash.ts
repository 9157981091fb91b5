import type { Bytes, Encoding, Message } from '@countersign/core';
import { runtime } from '#runtime';
import { type Argon2Options, argon2On } from './hashing/argon2.ts';
import { type CalibrateOptions, type Calibration, calibrateOn } from './hashing/calibrate.ts';
import { Hasher } from './hashing/hasher.ts';
import type { HashOptions } from './hashing/options.ts';
import type { HasherPolicy } from './hashing/policy.ts';
import { SingleHashes } from './hashing/single.ts';
import type { PasswordRuntime } from './runtime/runtime.ts';

// The functions that compute, on the runtime of the export condition. pure.ts has the same on another runtime.

/**
 * Hashes and verifies passwords by one policy. A server keeps one.
 *
 * @example
 * const hasher = new PasswordHasher();
 * const { valid, rehashed } = await hasher.verify(password, account.passwordHash);
 */
export class PasswordHasher extends Hasher {
  /** @throws {@link InvalidArgumentError} if the policy is weaker than OWASP's minimums, or contradicts itself */
  constructor(policy: HasherPolicy = {}) {
    super(policy, runtime);
  }
}

const single = new SingleHashes(runtime);

/**
 * Hashes a password for storing: Argon2id with OWASP's parameters and a new salt, as a PHC string. A server keeps a
 * {@link PasswordHasher} instead, which limits how many hashes wait.
 *
 * @throws {@link UnusablePasswordError} `ERR_PASSWORD_UNUSABLE` if it is empty, ill-formed or has more than 1024 bytes
 * @example
 * const stored = await hashPassword(password);
 */
export function hashPassword(password: string, options?: HashOptions): Promise<string> {
  return single.hash(password, options);
}

let shared: PasswordHasher | undefined;

/**
 * Whether a password is the one that was hashed. Reads the formats of Django, Werkzeug, passlib, PHP, Spring and others.
 * `null` and `undefined` mean that the account has no password.
 *
 * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED`, {@link HashLimitError} `ERR_HASH_LIMIT`
 */
export function verifyPassword(password: string, encoded: string | null | undefined): Promise<boolean> {
  shared ??= new PasswordHasher({ queueLength: 1_000_000, queueTimeout: '1d' });
  return shared.isValid(password, encoded);
}

/**
 * Derives a key from a password with Argon2 (RFC 9106), for example to encrypt a file. On Node.js it runs off the event loop.
 *
 * To store passwords, use {@link hashPassword} or {@link PasswordHasher}, which choose the salt and keep the parameters.
 *
 * @param salt at least 8 bytes, and best 16 random ones for each password
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) before any memory is allocated, if the options need more
 * than `maxMemory`, or are outside RFC 9106 section 3.1
 * @example
 * await argon2(password, tokenBytes(16), { memory: 65_536, passes: 3, parallelism: 4 })
 */
export function argon2(
  password: Message,
  salt: Message,
  options: Argon2Options & { readonly encoding: Encoding },
): Promise<string>;
export function argon2(
  password: Message,
  salt: Message,
  options?: Argon2Options & { readonly encoding?: undefined },
): Promise<Bytes>;
export function argon2(
  password: Message,
  salt: Message,
  options: Argon2Options = {},
): Promise<Bytes | string> {
  return argon2On(runtime, password, salt, options);
}

/**
 * Finds Argon2id options that take a given time on this machine. Memory grows first, up to its maximum, then passes. The
 * result is never below OWASP's minimum, however slow the machine is.
 *
 * @throws {@link InvalidArgumentError}
 * @example
 * const { hash, milliseconds } = await calibrate({ target: '100ms', memory: 131_072 });
 * const hasher = new PasswordHasher({ hash });
 */
export function calibrate(options: CalibrateOptions = {}): Promise<Calibration> {
  return calibrateOn(runtime, options);
}

/**
 * The implementations of Argon2 and bcrypt on this runtime.
 *
 * @throws {@link UnsupportedError} `ERR_UNSUPPORTED` if there is none
 * @example
 * (await passwordRuntime()).argon2.kind; // "native", "node-crypto", "webassembly" or "javascript"
 */
export function passwordRuntime(): Promise<PasswordRuntime> {
  return runtime.describe();
}
