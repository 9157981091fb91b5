import { type Bytes, InvalidArgumentError } from '@countersign/core';
import {
  boolean,
  copyBytes,
  list,
  type OptionReader,
  readMembers,
  readOptions,
  string,
  withDefault,
} from '@countersign/core/internal';
import { PepperRequiredError, UnknownPepperError } from '../errors.ts';
import type { StoredHash } from '../formats/derivation.ts';
import type { CompleteHashOptions } from './options.ts';

/** Secrets that are mixed into hashes. A stolen table alone cannot be attacked. */
export interface Peppers {
  /** The id of the pepper for new hashes. */
  readonly current: string;
  /** Every pepper by its id, at least 32 random bytes each. Keep a pepper until no stored hash names it. */
  readonly keys: Readonly<Record<string, Uint8Array>>;
  /** Peppers of Argon2 hashes that name none, such as those of npm argon2's option `secret`. Default: none. */
  readonly unnamed?: readonly Uint8Array[] | undefined;
  /** Reject stored hashes that were made without a pepper. Set it once every hash has one. Default false. */
  readonly required?: boolean | undefined;
}

/** A pepper with its id. */
export interface Pepper {
  readonly id: string;
  readonly key: Bytes;
}

/** {@link Peppers}, checked and copied. */
export interface PepperSet {
  readonly current: Pepper;
  readonly keys: ReadonlyMap<string, Bytes>;
  readonly unnamed: readonly Bytes[];
  readonly required: boolean;
}

const MIN_PEPPER_BYTES = 32;
/** Each one multiplies the cost of a failed verification. */
const MAX_UNNAMED = 4;

const pepperKey: OptionReader<Bytes> = (value) => {
  const key = copyBytes(value, 'peppers');
  if (key.length >= MIN_PEPPER_BYTES) return key;
  throw new InvalidArgumentError('peppers', `A pepper must have at least ${MIN_PEPPER_BYTES} random bytes.`);
};

/** Software that names no pepper allowed any length. */
const unnamedKey: OptionReader<Bytes> = (value) => {
  const key = copyBytes(value, 'peppers');
  if (key.length > 0) return key;
  throw new InvalidArgumentError('peppers', 'A pepper in peppers.unnamed is empty.');
};

const pepperKeys: OptionReader<ReadonlyMap<string, Bytes>> = (value) => {
  const keys = new Map<string, Bytes>();
  for (const [id, key] of Object.entries(readMembers(value, 'peppers'))) {
    if (!/^[\w.-]{1,64}$/.test(id))
      throw new InvalidArgumentError(
        'peppers',
        'A pepper id must have 1 to 64 letters, digits, dots, dashes and underscores.',
      );
    keys.set(id, pepperKey(key, 'peppers', true));
  }
  return keys;
};

const OPTIONS = {
  current: string,
  keys: pepperKeys,
  unnamed: withDefault(list(unnamedKey, { max: MAX_UNNAMED }), []),
  required: withDefault(boolean, false),
} as const;

/** Reads the option `peppers`. */
export function readPeppers(peppers: unknown, options: CompleteHashOptions): PepperSet | undefined {
  if (peppers === undefined) return undefined;
  if (options.algorithm !== 'argon2id')
    throw new InvalidArgumentError(
      'peppers',
      'peppers need the algorithm argon2id. Its strings name the pepper (keyid), and those of other algorithms cannot.',
    );
  const { current, keys, unnamed, required } = readOptions(peppers, OPTIONS, 'peppers');
  const key = keys.get(current);
  if (key) return { current: { id: current, key }, keys, unnamed, required };
  throw new InvalidArgumentError('peppers', 'peppers.current must be one of the ids in peppers.keys.');
}

/**
 * Adds the pepper that a stored hash names to its derivation, or the unnamed ones to a hash that names none.
 *
 * @throws {@link UnknownPepperError} `ERR_PEPPER_UNKNOWN`, {@link PepperRequiredError} `ERR_PEPPER_REQUIRED`
 */
export function withPepper(stored: StoredHash, peppers: PepperSet | undefined): StoredHash {
  const { pepperId, derivation } = stored;
  if (derivation.kind === 'argon2' && pepperId !== undefined) {
    const secret = peppers?.keys.get(pepperId);
    if (!secret) throw new UnknownPepperError();
    return { ...stored, derivation: { ...derivation, secret } };
  }
  if (!peppers) return stored;
  const peppered =
    derivation.kind === 'argon2'
      ? peppers.unnamed.map((secret): StoredHash => ({ ...stored, derivation: { ...derivation, secret } }))
      : [];
  const [first, ...rest] = peppers.required ? peppered : [stored, ...peppered];
  if (!first) throw new PepperRequiredError();
  return { ...first, alternatives: [...(peppers.required ? [] : (stored.alternatives ?? [])), ...rest] };
}
