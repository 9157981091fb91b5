import {
  type Bytes,
  type DerivedKeyOptions,
  type Encoding,
  InvalidArgumentError,
  type Message,
} from '@countersign/core';
import { checkEncoding, checkInteger, checkOptions, encoded, messageBytes } from '@countersign/core/internal';
import { engine } from '#engine';

/** Parameters of Argon2. Defaults are RFC 9106's second choice (section 4). */
export interface Argon2Options extends DerivedKeyOptions {
  /** Default `argon2id`, the one that every implementation has. */
  readonly variant?: 'argon2id' | 'argon2i' | 'argon2d';
  /** Kibibytes, at least 8 for each lane. Default 65 536 (64 MiB). */
  readonly memory?: number;
  /** Passes over the memory, at least 1. Default 3. Memory times passes may be 16 GiB. */
  readonly passes?: number;
  /** Lanes, 1 to 255. Default 4. */
  readonly parallelism?: number;
  /** Bytes of the result, 4 to 2^20. Default 32. */
  readonly length?: number;
  /** The most memory it may take, in kibibytes, up to 2^22 − 1. Default 2^20 (1 GiB). */
  readonly maxMemory?: number;
  /** RFC 9106's K: a key that whoever has the result alone does not have. Default: none. */
  readonly secret?: Message;
  /** RFC 9106's X: what the result is bound to. Default: none. */
  readonly associatedData?: Message;
}

const OPTIONS: ReadonlySet<string> = new Set([
  'variant',
  'memory',
  'passes',
  'parallelism',
  'length',
  'maxMemory',
  'secret',
  'associatedData',
  'encoding',
] satisfies readonly (keyof Argon2Options)[]);

const MIN_SALT_BYTES = 8;
const MAX_DERIVED_LENGTH = 2 ** 20;
/** Kibibytes times passes, which is its time: some seconds. */
const MAX_WORK = 2 ** 24;

/**
 * Derives a key from a password with Argon2 (RFC 9106), for example to encrypt a file. On Node.js it runs off the event loop.
 *
 * To store passwords, use {@link hashPassword} or {@link PasswordHasher}, which choose the salt and keep the parameters.
 *
 * @param salt at least 8 bytes; best 16 random ones for each password
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) before any memory is taken, when the parameters would need more than
 * `maxMemory`, or are outside what RFC 9106 section 3.1 allows
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
export async function argon2(
  password: Message,
  salt: Message,
  options: Argon2Options = {},
): Promise<Bytes | string> {
  checkOptions(options, OPTIONS);
  const { variant = 'argon2id', secret, associatedData } = options;
  if (variant !== 'argon2id' && variant !== 'argon2i' && variant !== 'argon2d')
    throw new InvalidArgumentError('variant', 'variant must be "argon2id", "argon2i" or "argon2d".');
  const encoding = checkEncoding(options.encoding);
  const passwordBytes = messageBytes(password, 'password');
  const saltBytes = messageBytes(salt, 'salt');
  if (saltBytes.length < MIN_SALT_BYTES)
    throw new InvalidArgumentError('salt', 'salt must have at least 8 bytes (RFC 9106 section 3.1).');
  const parallelism = checkInteger(options.parallelism ?? 4, 'parallelism', { min: 1, max: 255 });
  const maxMemory = checkInteger(options.maxMemory ?? 2 ** 20, 'maxMemory', { min: 8, max: 2 ** 22 - 1 });
  const memory = checkInteger(options.memory ?? 65_536, 'memory', { min: 8 * parallelism, max: maxMemory });
  const passes = checkInteger(options.passes ?? 3, 'passes', { min: 1, max: Math.floor(MAX_WORK / memory) });
  const length = checkInteger(options.length ?? 32, 'length', { min: 4, max: MAX_DERIVED_LENGTH });
  const derived = await engine.argon2(passwordBytes, {
    kind: 'argon2',
    variant,
    version: 0x13,
    memory,
    passes,
    parallelism,
    salt: saltBytes,
    length,
    ...(secret !== undefined && { secret: messageBytes(secret, 'secret') }),
    ...(associatedData !== undefined && { associatedData: messageBytes(associatedData, 'associatedData') }),
  });
  return encoded(new Uint8Array(derived), encoding);
}
