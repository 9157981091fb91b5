import { kdfRuntime } from '#runtime/kdf';
import { type Bytes, copyMessage, copySecret, type Encoding, type Message } from '../bytes.ts';
import { encoded, encoding } from '../encoding/encoding.ts';
import type { HashName } from '../hash/algorithms.ts';
import { hmacDigest } from '../hmac/hmac.ts';
import { integer, optional, string, withDefault } from '../option-readers.ts';
import { type OptionTable, readOptions } from '../options.ts';
import { type DerivedKeyOptions, MAX_DERIVED_LENGTH } from './options.ts';

/** Parameters of PBKDF2. */
export interface Pbkdf2Options extends DerivedKeyOptions {
  /** The digest of HMAC. Default `sha256`. */
  readonly algorithm?: HashName | undefined;
  /** Iterations, 1 to {@link MAX_PBKDF2_ITERATIONS}. OWASP recommends 600,000 with sha256 for passwords. */
  readonly iterations: number;
  /** Bytes of the result, 1 to 2^20. Default: the digest's size. */
  readonly length?: number | undefined;
}

/** The most iterations. More would occupy a thread for minutes. */
export const MAX_PBKDF2_ITERATIONS = 100_000_000;

const OPTIONS = {
  algorithm: withDefault(string, 'sha256'),
  iterations: integer({ min: 1, max: MAX_PBKDF2_ITERATIONS }),
  length: optional(integer({ min: 1, max: MAX_DERIVED_LENGTH })),
  encoding: optional(encoding),
} as const satisfies OptionTable<Pbkdf2Options>;

/**
 * Derives a key from a password with PBKDF2 (RFC 8018 section 5.2). On Node.js it runs off the event loop.
 *
 * To store passwords, use `@countersign/password`, which chooses a memory-hard function and stores the parameters.
 *
 * @param password not empty
 * @param salt at least 16 random bytes for each password
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * await pbkdf2(password, tokenBytes(16), { algorithm: 'sha256', iterations: 600_000 })
 */
export function pbkdf2(
  password: Message,
  salt: Message,
  options: Pbkdf2Options & { readonly encoding: Encoding },
): Promise<string>;
export function pbkdf2(
  password: Message,
  salt: Message,
  options: Pbkdf2Options & { readonly encoding?: undefined },
): Promise<Bytes>;
export async function pbkdf2(
  password: Message,
  salt: Message,
  options: Pbkdf2Options,
): Promise<Bytes | string> {
  const read = readOptions(options, OPTIONS);
  const spec = hmacDigest(read.algorithm);
  const derived = await kdfRuntime.pbkdf2(copySecret(password, 'password'), copyMessage(salt, 'salt'), {
    spec,
    iterations: read.iterations,
    length: read.length ?? spec.length,
  });
  return encoded(derived, read.encoding);
}
