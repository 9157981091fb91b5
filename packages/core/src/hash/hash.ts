import { digestRuntime } from '#runtime/digest';
import { type Bytes, checkMessage, type Encoding, type Message } from '../bytes.ts';
import type { DigestSpec, DigestState } from '../digest.ts';
import { encoding } from '../encoding/encoding.ts';
import { InvalidArgumentError } from '../errors.ts';
import { optional } from '../option-readers.ts';
import { type OptionTable, readOptions, type TableOf } from '../options.ts';
import type { HashName } from './algorithms.ts';
import {
  type DigestParameters,
  digestSpec,
  PARAMETERS,
  plainDigest,
  type ReadParameters,
  withLength,
  xofLength,
} from './parameters.ts';

/** The parameters of a digest, and the form of its result. */
export interface HashOptions extends DigestParameters {
  /** Makes the result a string. Default: bytes. */
  readonly encoding?: Encoding | undefined;
}

/** The form of one reading of an incremental digest. */
export interface DigestOptions {
  /** Makes the result a string. Default: bytes. */
  readonly encoding?: Encoding | undefined;
  /** Bytes to read from SHAKE or BLAKE3. A shorter reading is a prefix of a longer one. */
  readonly length?: number | undefined;
}

/** Options of a digest that have been read. */
export interface ReadHashOptions extends ReadParameters {
  readonly encoding: Encoding | undefined;
}

/** Reads the options of a digest. */
export const HASH_OPTIONS: TableOf<ReadHashOptions> = { ...PARAMETERS, encoding: optional(encoding) };

const DIGEST_OPTIONS = {
  encoding: optional(encoding),
  length: optional(xofLength),
} as const satisfies OptionTable<DigestOptions>;

/**
 * Computes the digest of one message.
 *
 * @param algorithm one of {@link algorithmsGuaranteed}, any spelling of it, or another of {@link algorithmsAvailable}
 * @param data bytes, or a string, which means its UTF-8 bytes
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) for an unknown algorithm or option, a parameter that the
 * algorithm does not have or that is out of range, and data that is neither bytes nor well-formed text
 * @see FIPS 180-4 (SHA-1, SHA-2), FIPS 202 (SHA-3, SHAKE), RFC 7693 (BLAKE2), RFC 1321 (MD5). MD5 and SHA-1 are not
 * collision-resistant: use them for old data only. Use no digest of this package to store passwords.
 * @example
 * hash('sha256', 'Hash me now!', { encoding: 'hex' }) // '10d561fa…'
 */
export function hash(
  algorithm: HashName,
  data: Message,
  options: HashOptions & { readonly encoding: Encoding },
): string;
export function hash(
  algorithm: HashName,
  data: Message,
  options?: HashOptions & { readonly encoding?: undefined },
): Bytes;
export function hash(algorithm: HashName, data: Message, options?: HashOptions): Bytes | string;
export function hash(algorithm: HashName, data: Message, options?: HashOptions): Bytes | string {
  if (options === undefined) {
    return digestRuntime.once(plainDigest(algorithm), checkMessage(data, 'data'), undefined);
  }
  const read = readOptions(options, HASH_OPTIONS);
  return digestRuntime.once(digestSpec(algorithm, read), checkMessage(data, 'data'), read.encoding);
}

/**
 * Starts a digest of a message that arrives in parts.
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * createHash('blake2b').update('Hash me').update(' now!').digest('hex')
 */
export function createHash(algorithm: HashName, options?: DigestParameters): Hash {
  return hashOf(algorithm, options === undefined ? NO_PARAMETERS : readOptions(options, PARAMETERS));
}

const NO_PARAMETERS: ReadParameters = readOptions({}, PARAMETERS);

/** Starts a digest with parameters that have been read. */
export function hashOf(algorithm: HashName, parameters: ReadParameters): Hash {
  const spec = digestSpec(algorithm, parameters);
  return new Hash(spec, digestRuntime.start(spec));
}

/** A digest in progress. Unlike `node:crypto`'s, it can be read several times and continues afterwards. */
export class Hash {
  readonly #spec: DigestSpec;
  readonly #state: DigestState;

  /** @internal Use {@link createHash}. */
  constructor(spec: DigestSpec, state: DigestState) {
    this.#spec = spec;
    this.#state = state;
  }

  /** The canonical name of the algorithm. */
  get name(): string {
    return this.#spec.info.name;
  }

  /** Default length of {@link Hash.digest} in bytes. */
  get digestSize(): number {
    return this.#spec.length;
  }

  /** Internal block length in bytes. */
  get blockSize(): number {
    return this.#spec.info.blockSize;
  }

  /** Adds a part of the message. `update(a).update(b)` equals `update(a + b)`. */
  update(data: Message): this;
  update(data: Message, ...rest: unknown[]): this {
    this.#state.update(checkPart(data, rest));
    return this;
  }

  /** Reads the digest of all parts so far. */
  digest(encoding: Encoding | (DigestOptions & { readonly encoding: Encoding })): string;
  digest(options?: DigestOptions & { readonly encoding?: undefined }): Bytes;
  digest(options?: Encoding | DigestOptions): Bytes | string;
  digest(options: Encoding | DigestOptions = {}): Bytes | string {
    const { length } = this.#spec;
    if (typeof options === 'string') return this.#state.text(length, encoding(options, 'encoding', true));
    const read = readOptions(options, DIGEST_OPTIONS);
    const size = read.length === undefined ? length : withLength(this.#spec, read.length).length;
    return read.encoding === undefined ? this.#state.digest(size) : this.#state.text(size, read.encoding);
  }

  /** Creates an independent digest that continues from here. */
  copy(): Hash {
    return new Hash(this.#spec, this.#state.copy());
  }
}

/** Checks the arguments of `update`. A second one is the encoding of `node:crypto`, which would be ignored. */
export function checkPart(data: unknown, rest: readonly unknown[]): Message {
  if (rest.length === 0) return checkMessage(data, 'data');
  throw new InvalidArgumentError(
    'data',
    'update accepts one argument. Decode text first, for example with fromHex: a string means its UTF-8 bytes.',
  );
}
