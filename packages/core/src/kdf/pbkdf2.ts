import { provider } from '#provider';
import { type Bytes, type Message, messageBytes } from '../bytes.ts';
import { checkEncoding, type Encoding, encoded } from '../encoding/encoding.ts';
import type { HashName } from '../hash/algorithms.ts';
import { checkInteger } from '../integers.ts';
import { checkOptions } from '../options.ts';
import { type DerivedKeyOptions, hmacDigest, MAX_DERIVED_LENGTH } from './options.ts';

/** Parameters of PBKDF2. */
export interface Pbkdf2Options extends DerivedKeyOptions {
  /** The digest for HMAC. Default `sha256`. */
  readonly algorithm?: HashName;
  /** How often the function runs, 1 to {@link MAX_PBKDF2_ITERATIONS}. For passwords OWASP asks for 600 000 with sha256. */
  readonly iterations: number;
  /** Bytes of the result, 1 to 2^20. Default: the digest's size. */
  readonly length?: number;
}

/** The most iterations accepted. More would keep a thread busy for minutes. */
export const MAX_PBKDF2_ITERATIONS = 100_000_000;

const OPTIONS: ReadonlySet<string> = new Set(['algorithm', 'iterations', 'length', 'encoding']);

/**
 * Derives a key from a password with PBKDF2 (RFC 8018 section 5.2). On Node.js it runs off the event loop.
 *
 * To store passwords, use `@countersign/password`, which chooses a memory-hard function and keeps the parameters.
 *
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
  checkOptions(options, OPTIONS);
  const spec = hmacDigest(options.algorithm ?? 'sha256');
  const encoding = checkEncoding(options.encoding);
  const iterations = checkInteger(options.iterations, 'iterations', { min: 1, max: MAX_PBKDF2_ITERATIONS });
  const length = checkInteger(options.length ?? spec.length, 'length', { min: 1, max: MAX_DERIVED_LENGTH });
  const key = await provider.pbkdf2(messageBytes(password, 'password'), messageBytes(salt, 'salt'), {
    spec,
    iterations,
    length,
  });
  return encoded(key, encoding);
}
