import { kdfRuntime } from '#runtime/kdf';
import { type Bytes, copyMessage, copySecret, type Encoding, type Message } from '../bytes.ts';
import { encoded, encoding } from '../encoding/encoding.ts';
import { InvalidArgumentError } from '../errors.ts';
import { integer, optional, withDefault } from '../option-readers.ts';
import { type OptionTable, readOptions } from '../options.ts';
import { type DerivedKeyOptions, MAX_DERIVED_LENGTH } from './options.ts';

/** Parameters of scrypt. The defaults are OWASP's for storing passwords. */
export interface ScryptOptions extends DerivedKeyOptions {
  /** N: a power of two greater than 1. Default 2^17. */
  readonly cost?: number | undefined;
  /** r, at least 1. Default 8. N must be less than 2^(16 · r). */
  readonly blockSize?: number | undefined;
  /** p, 1 to 1024. Default 1. */
  readonly parallelization?: number | undefined;
  /** Bytes of the result, 1 to 2^20. Default 32. */
  readonly length?: number | undefined;
  /** The most memory in bytes, up to 2^31 − 1. Default 256 MiB. scrypt needs about 128 · N · r. */
  readonly maxMemory?: number | undefined;
}

const DEFAULT_MAX_MEMORY = 256 * 1024 * 1024;
const MAX_PARALLELIZATION = 1024;
/** Limit of N · r · p. More would occupy a thread for minutes. */
const MAX_WORK = 2 ** 28;

const OPTIONS = {
  cost: withDefault(integer({ min: 2, max: Number.MAX_SAFE_INTEGER }), 2 ** 17),
  blockSize: withDefault(integer({ min: 1, max: 2 ** 24 }), 8),
  parallelization: withDefault(integer({ min: 1, max: MAX_PARALLELIZATION }), 1),
  length: withDefault(integer({ min: 1, max: MAX_DERIVED_LENGTH }), 32),
  maxMemory: withDefault(integer({ min: 1, max: 2 ** 31 - 1 }), DEFAULT_MAX_MEMORY),
  encoding: optional(encoding),
} as const satisfies OptionTable<ScryptOptions>;

/**
 * Derives a key from a password with scrypt (RFC 7914). On Node.js it runs off the event loop.
 *
 * @param password not empty
 * @param salt at least 16 random bytes for each password
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) before memory is allocated, if the parameters need more than
 * `maxMemory` or are not allowed by RFC 7914 section 2
 * @example
 * await scrypt(password, tokenBytes(16), { cost: 2 ** 17, blockSize: 8, parallelization: 1 })
 */
export function scrypt(
  password: Message,
  salt: Message,
  options: ScryptOptions & { readonly encoding: Encoding },
): Promise<string>;
export function scrypt(
  password: Message,
  salt: Message,
  options?: ScryptOptions & { readonly encoding?: undefined },
): Promise<Bytes>;
export async function scrypt(
  password: Message,
  salt: Message,
  options: ScryptOptions = {},
): Promise<Bytes | string> {
  const { encoding, length, ...read } = readOptions(options, OPTIONS);
  const maxMemory = checkWork(read);
  const { cost, blockSize, parallelization } = read;
  const parameters = { cost, blockSize, parallelization, length, maxMemory };
  return encoded(
    await kdfRuntime.scrypt(copySecret(password, 'password'), copyMessage(salt, 'salt'), parameters),
    encoding,
  );
}

interface Work {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly maxMemory: number;
}

/** Checks N, r and p together, and returns the memory that they need. */
function checkWork({ cost, blockSize, parallelization, maxMemory }: Work): number {
  if (!Number.isInteger(Math.log2(cost))) {
    throw new InvalidArgumentError('cost', 'cost must be a power of two (RFC 7914 section 2).');
  }
  if (Math.log2(cost) >= 16 * blockSize) {
    throw new InvalidArgumentError(
      'cost',
      `cost must be less than 2^${16 * blockSize} with a blockSize of ${blockSize} (RFC 7914 section 2).`,
    );
  }
  const needed = 128 * blockSize * (cost + parallelization + 2);
  if (needed > maxMemory) {
    throw new InvalidArgumentError(
      'maxMemory',
      `cost, blockSize and parallelization need ${needed} bytes, but maxMemory is ${maxMemory}. Lower them, or raise maxMemory.`,
    );
  }
  if (cost * blockSize * parallelization > MAX_WORK) {
    throw new InvalidArgumentError(
      'parallelization',
      'cost · blockSize · parallelization must be at most 2^28. More would occupy a thread for minutes.',
    );
  }
  return needed;
}
