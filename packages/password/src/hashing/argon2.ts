import { type Bytes, type DerivedKeyOptions, InvalidArgumentError, type Message } from '@countersign/core';
import {
  copyMessage,
  encoded,
  integer,
  type OptionReader,
  oneOf,
  optional,
  readOptions,
  withDefault,
} from '@countersign/core/internal';
import type { Runtime } from '../runtime/runtime.ts';

/** Options of Argon2. Defaults are RFC 9106's second recommendation (section 4). */
export interface Argon2Options extends DerivedKeyOptions {
  /** Default `argon2id`. */
  readonly variant?: 'argon2id' | 'argon2i' | 'argon2d' | undefined;
  /** Kibibytes, at least 8 for each lane. Default 65 536 (64 MiB). */
  readonly memory?: number | undefined;
  /** Passes over the memory, at least 1. Default 3. Memory times passes may be 16 GiB. */
  readonly passes?: number | undefined;
  /** Lanes, 1 to 255. Default 4. */
  readonly parallelism?: number | undefined;
  /** Bytes of the result, 4 to 2^20. Default 32. */
  readonly length?: number | undefined;
  /** Maximum memory in kibibytes, up to 2^22 − 1. Default 2^20 (1 GiB). */
  readonly maxMemory?: number | undefined;
  /** RFC 9106's K: a key. Without it nobody can compute the result. Default: none. */
  readonly secret?: Message | undefined;
  /** RFC 9106's X: data that the result is bound to. Default: none. */
  readonly associatedData?: Message | undefined;
}

const MIN_SALT_BYTES = 8;
const MAX_DERIVED_LENGTH = 2 ** 20;
/** Kibibytes times passes, which determine the time: a few seconds. */
const MAX_WORK = 2 ** 24;

const notEmpty: OptionReader<Bytes> = (value, argument) => {
  const bytes = copyMessage(value, argument);
  if (bytes.length > 0) return bytes;
  throw new InvalidArgumentError(argument, `${argument} is empty.`);
};

const OPTIONS = {
  variant: withDefault(oneOf(['argon2id', 'argon2i', 'argon2d']), 'argon2id' as const),
  memory: withDefault(integer({ min: 8, max: 2 ** 22 - 1 }), 65_536),
  passes: withDefault(integer({ min: 1, max: MAX_WORK }), 3),
  parallelism: withDefault(integer({ min: 1, max: 255 }), 4),
  length: withDefault(integer({ min: 4, max: MAX_DERIVED_LENGTH }), 32),
  maxMemory: withDefault(integer({ min: 8, max: 2 ** 22 - 1 }), 2 ** 20),
  secret: optional(notEmpty),
  associatedData: optional(copyMessage),
  encoding: optional(oneOf(['hex', 'base64', 'base64url'])),
} as const;

/** Derives a key with Argon2 on a runtime. Every input is copied before anything else happens. */
export async function argon2On(
  runtime: Runtime,
  password: Message,
  salt: Message,
  options: Argon2Options,
): Promise<Bytes | string> {
  const { encoding, maxMemory, ...read } = readOptions(options, OPTIONS);
  const passwordBytes = notEmpty(password, 'password', true);
  const saltBytes = copyMessage(salt, 'salt');
  if (saltBytes.length < MIN_SALT_BYTES)
    throw new InvalidArgumentError('salt', 'salt must have at least 8 bytes (RFC 9106 section 3.1).');
  integer({ min: 8 * read.parallelism, max: maxMemory })(read.memory, 'memory', true);
  integer({ min: 1, max: Math.floor(MAX_WORK / read.memory) })(read.passes, 'passes', true);
  const derived = await runtime.argon2(passwordBytes, {
    kind: 'argon2',
    version: 0x13,
    ...read,
    salt: saltBytes,
  });
  return encoded(new Uint8Array(derived), encoding);
}
