import { fromBase64, fromHex, InvalidArgumentError, toHex, utf8 } from '@countersign/core';
import {
  copyMessage,
  integer,
  type OptionReader,
  oneOf,
  optional,
  readOptions,
  withDefault,
} from '@countersign/core/internal';
import {
  DIGEST_SIZES,
  type DigestStep,
  MAX_ITERATIONS,
  MAX_SALT_BYTES,
  WRAPPED_DIGESTS,
  type WrappedDigest,
} from './old-digest.ts';
import { MAX_STEPS } from './wrapped.ts';

/** How a table made its old digests. */
export interface WrapOptions {
  /** `phpass` is for the strings of WordPress and phpBB, `$P$…` and `$H$…`. It has no other options. */
  readonly digest: WrappedDigest | 'phpass';
  /** Default: none. */
  readonly salt?: DigestSalt | undefined;
  /** How often the digest was computed. Default 1. */
  readonly iterations?: number | undefined;
  /** Input of each iteration: the `bytes` of the previous digest (default) or its `hex` text. */
  readonly iterateOver?: 'bytes' | 'hex' | undefined;
  /** How the digest is written in the table. Default `hex`. */
  readonly encoding?: 'hex' | 'base64' | undefined;
  /** The digest whose hexadecimal text was hashed instead of the password, as in `sha1(md5(password))`. */
  readonly inner?: Omit<WrapOptions, 'encoding'> | undefined;
}

/** The salt of an old digest, as bytes or as text. */
export interface DigestSalt {
  /** Before or after the password, or the `key` of an HMAC. */
  readonly place: 'before' | 'after' | 'key';
  readonly bytes: Uint8Array | string;
}

/** An old digest, ready for Argon2id. */
export interface CheckedDigest {
  /** The start of the stored string, before `$argon2id$`. */
  readonly prefix: string;
  /** The input of Argon2id. */
  readonly input: Uint8Array;
}

const saltBytes: OptionReader<Uint8Array> = (value, argument) => {
  const bytes = copyMessage(value, argument);
  if (bytes.length <= MAX_SALT_BYTES) return bytes;
  throw new InvalidArgumentError(argument, `${argument} has more than ${MAX_SALT_BYTES} bytes.`);
};

const salt: OptionReader<DigestStep['salt']> = (value, argument) =>
  readOptions(value, { place: oneOf(['before', 'after', 'key']), bytes: saltBytes }, argument);

const STEP = {
  digest: oneOf(WRAPPED_DIGESTS),
  salt: optional(salt),
  iterations: withDefault(integer({ min: 1, max: MAX_ITERATIONS }), 1),
  iterateOver: withDefault(oneOf(['bytes', 'hex']), 'bytes'),
} as const;

/** Reads the steps, the innermost first. */
function readSteps(value: unknown, argument: string, depth: number): readonly DigestStep[] {
  if (depth > MAX_STEPS)
    throw new InvalidArgumentError(argument, `At most ${MAX_STEPS} digests can be nested.`);
  const inner: OptionReader<readonly DigestStep[]> = (member, name) => readSteps(member, name, depth + 1);
  const { inner: steps = [], ...step } = readOptions(value, { ...STEP, inner: optional(inner) }, argument);
  return [...steps, checkKey(step)];
}

function checkKey(step: DigestStep): DigestStep {
  if (step.salt?.place !== 'key' || step.salt.bytes.length > 0) return step;
  throw new InvalidArgumentError('salt', 'salt.bytes is empty, and an HMAC needs a key.');
}

const PHPASS = /^\$[PH]\$([./0-9A-Za-z]{9})([./0-9A-Za-z]{22})$/;

/**
 * Checks an old digest and the options that say how it was made.
 *
 * @throws {@link InvalidArgumentError}
 */
export function readDigest(digest: unknown, options: unknown): CheckedDigest {
  if (typeof digest !== 'string' || digest.length > 512)
    throw new InvalidArgumentError('digest', 'digest must be the stored text of one old digest.');
  const { encoding, ...read } = readOptions(
    options,
    {
      ...STEP,
      digest: oneOf([...WRAPPED_DIGESTS, 'phpass']),
      encoding: withDefault(oneOf(['hex', 'base64']), 'hex'),
      inner: optional((value, argument) => readSteps(value, argument, 2)),
    },
    'options',
  );
  if (read.digest === 'phpass') return readPhpass(digest);
  const { inner = [], digest: name, ...rest } = read;
  const steps = [...inner, checkKey({ digest: name, ...rest })];
  const bytes = decodeDigest(digest, encoding, DIGEST_SIZES[name]);
  return { prefix: `$wrapped$${steps.map(writeStep).join('$')}`, input: utf8(toHex(bytes)) };
}

function readPhpass(digest: string): CheckedDigest {
  const [, setting, hash] = PHPASS.exec(digest) ?? [];
  if (setting === undefined)
    throw new InvalidArgumentError(
      'digest',
      'digest must be a phpass string, $P$… or $H$… of 34 characters.',
    );
  return { prefix: `$wrapped$phpass=${setting}`, input: utf8(`$P$${setting}${hash}`) };
}

function decodeDigest(digest: string, encoding: 'hex' | 'base64', size: number): Uint8Array {
  try {
    const bytes = encoding === 'hex' ? fromHex(digest) : fromBase64(digest);
    if (bytes.length === size) return bytes;
  } catch {
    // Reported below, without the digest.
  }
  const expected = encoding === 'hex' ? `${size * 2} hexadecimal digits` : `${size} bytes in padded Base64`;
  throw new InvalidArgumentError('digest', `digest must be ${expected}.`);
}

function writeStep({ digest, salt: stepSalt, iterations, iterateOver }: DigestStep): string {
  const name = stepSalt?.place === 'key' ? 'key' : `salt-${stepSalt?.place}`;
  return [
    digest,
    ...(stepSalt ? [`${name}=${toHex(stepSalt.bytes)}`] : []),
    ...(iterations > 1 ? [`rounds${iterateOver === 'hex' ? '-hex' : ''}=${iterations}`] : []),
  ].join('$');
}
