import { provider } from '#provider';
import { type Bytes, type Message, messageBytes } from '../bytes.ts';
import { checkEncoding, type Encoding, encoded } from '../encoding/encoding.ts';
import { InvalidArgumentError } from '../errors.ts';
import { checkInteger } from '../integers.ts';
import { checkOptions } from '../options.ts';
import { type DerivedKeyOptions, MAX_DERIVED_LENGTH } from './options.ts';

/** Parameters of scrypt. Defaults are OWASP's for storing passwords. */
export interface ScryptOptions extends DerivedKeyOptions {
  /** N: a power of two greater than 1. Default 2^17. */
  readonly cost?: number;
  /** r, at least 1. Default 8. N must be less than 2^(16 · r). */
  readonly blockSize?: number;
  /** p, 1 to 1024. Default 1. */
  readonly parallelization?: number;
  /** Bytes of the result, 1 to 2^20. Default 32. */
  readonly length?: number;
  /** The most memory it may take, in bytes, up to 2^31 − 1. Default 256 MiB. It takes about 128 · N · r. */
  readonly maxMemory?: number;
}

const DEFAULT_MAX_MEMORY = 256 * 1024 * 1024;
const MAX_PARALLELIZATION = 1024;
const MAX_WORK = 2 ** 28;

const OPTIONS: ReadonlySet<string> = new Set([
  'cost',
  'blockSize',
  'parallelization',
  'length',
  'maxMemory',
  'encoding',
]);

/**
 * Derives a key from a password with scrypt (RFC 7914). On Node.js it runs off the event loop.
 *
 * @param salt at least 16 random bytes for each password
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) before any memory is taken, when the parameters would need more than
 * `maxMemory`, or are outside what RFC 7914 section 2 allows
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
  checkOptions(options, OPTIONS);
  const encoding = checkEncoding(options.encoding);
  const cost = checkInteger(options.cost ?? 2 ** 17, 'cost', { min: 2, max: Number.MAX_SAFE_INTEGER });
  if (!Number.isInteger(Math.log2(cost)))
    throw new InvalidArgumentError('cost', 'cost must be a power of two (RFC 7914 section 2).');
  const blockSize = checkInteger(options.blockSize ?? 8, 'blockSize', { min: 1, max: 2 ** 24 });
  const parallelization = checkInteger(options.parallelization ?? 1, 'parallelization', {
    min: 1,
    max: MAX_PARALLELIZATION,
  });
  const length = checkInteger(options.length ?? 32, 'length', { min: 1, max: MAX_DERIVED_LENGTH });
  const maxMemory = checkInteger(options.maxMemory ?? DEFAULT_MAX_MEMORY, 'maxMemory', {
    min: 1,
    max: 2 ** 31 - 1,
  });
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
      `cost, blockSize and parallelization would take ${needed} bytes, and maxMemory allows ${maxMemory}. Lower them, or raise maxMemory if you mean it.`,
    );
  }
  if (cost * blockSize * parallelization > MAX_WORK) {
    throw new InvalidArgumentError(
      'parallelization',
      `cost · blockSize · parallelization must be at most 2^28: more would keep a thread busy for minutes.`,
    );
  }
  const parameters = { cost, blockSize, parallelization, length, maxMemory: needed };
  return encoded(
    await provider.scrypt(messageBytes(password, 'password'), messageBytes(salt, 'salt'), parameters),
    encoding,
  );
}
