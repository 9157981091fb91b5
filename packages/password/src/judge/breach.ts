import { hash, InvalidArgumentError, utf8 } from '@countersign/core';
import { type OptionTable, oneOf, readOptions, string, withDefault } from '@countersign/core/internal';
import { BreachSourceError, UnusablePasswordError } from '../errors.ts';
import { normalizePassword } from '../normalize.ts';

/** Where breached passwords are looked up by their SHA-1: a service, files, or your own table. */
export interface BreachSource {
  /** How often the password with this SHA-1 (40 upper-case hexadecimal digits) was seen, or 0. */
  readonly count: (digest: string) => Promise<number>;
}

/** Options of {@link checkBreached}. */
export interface BreachOptions {
  readonly source: BreachSource;
  /** If the source fails: `closed` (default) throws, `open` counts the password as not breached. */
  readonly onFailure?: 'open' | 'closed' | undefined;
}

const OPTIONS = {
  source: readSource,
  onFailure: withDefault(oneOf(['open', 'closed']), 'closed'),
} satisfies OptionTable<BreachOptions>;

const MAX_PASSWORD_LENGTH = 4096;

/**
 * How often a password was seen in breaches, or 0. It is looked up as it is hashed: normalised as RFC 8265 OpaqueString.
 *
 * @throws {@link BreachSourceError} `ERR_BREACH_SOURCE` if the source fails or its answer is invalid, unless it fails open;
 * {@link UnusablePasswordError} `ERR_PASSWORD_UNUSABLE` for more than 4096 characters
 * @example
 * await checkBreached(password, { source: rangeApi(), onFailure: 'open' })
 */
export async function checkBreached(password: string, options: BreachOptions): Promise<number> {
  const { source, onFailure } = readBreachOptions(options);
  const text = string(password, 'password');
  if (text.length > MAX_PASSWORD_LENGTH)
    throw new UnusablePasswordError(`it has more than ${MAX_PASSWORD_LENGTH} characters`);
  const digest = passwordDigest(text, 'password');
  try {
    return checkCount(await source.count(digest));
  } catch (error) {
    if (onFailure === 'open') return 0;
    throw error instanceof BreachSourceError
      ? error
      : new BreachSourceError('the source failed', { cause: error });
  }
}

/** The SHA-1 of a password as it is hashed, in upper-case hexadecimal digits. */
export function passwordDigest(password: string, argument: string): string {
  const bytes = utf8(normalizePassword(password, 'opaque'), argument);
  return hash('sha1', bytes, { encoding: 'hex' }).toUpperCase();
}

/** Reads the options of a look-up. */
export function readBreachOptions(
  options: unknown,
  argument = 'options',
): Required<BreachOptions> & {
  readonly onFailure: 'open' | 'closed';
} {
  return readOptions(options, OPTIONS, argument);
}

function readSource(value: unknown, argument: string): BreachSource {
  if (isSource(value)) return value;
  throw new InvalidArgumentError(argument, `${argument} must have a function count, as rangeApi() has.`);
}

function isSource(value: unknown): value is BreachSource {
  return typeof value === 'object' && value !== null && 'count' in value && typeof value.count === 'function';
}

function checkCount(count: unknown): number {
  if (Number.isSafeInteger(count) && Number(count) >= 0) return Number(count);
  throw new BreachSourceError('the source returned something other than a count');
}
