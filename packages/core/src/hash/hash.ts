import { provider } from '#provider';
import { type Bytes, checkMessage, type Message } from '../bytes.ts';
import { checkEncoding, type Encoding } from '../encoding/encoding.ts';
import { checkOptions } from '../options.ts';
import type { DigestState } from '../provider/provider.ts';
import type { HashName } from './algorithms.ts';
import { type DigestParameters, type DigestSpec, digestSpec, PARAMETER_NAMES, withLength } from './spec.ts';

/** The parameters of a digest, and how its result is written. */
export interface HashOptions extends DigestParameters {
  /** Makes the result a string. Default: bytes. */
  readonly encoding?: Encoding | undefined;
}

/** How one reading of an incremental digest is written. */
export interface DigestOptions {
  readonly encoding?: Encoding | undefined;
  /** Bytes to read from SHAKE or BLAKE3. Shorter readings are prefixes of longer ones. */
  readonly length?: number;
}

const HASH_OPTIONS: ReadonlySet<string> = new Set([...PARAMETER_NAMES, 'encoding']);
const READ_OPTIONS: ReadonlySet<string> = new Set(['encoding', 'length']);

/**
 * The digest of one message.
 *
 * @param algorithm one of {@link algorithmsGuaranteed}, any spelling of it, or another of {@link algorithmsAvailable}
 * @param data bytes, or text that stands for its UTF-8 bytes
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) for an unknown algorithm or option, a parameter that the algorithm does not
 * have or that is out of range, and data that is neither bytes nor well-formed text
 * @see FIPS 180-4 (SHA-1, SHA-2), FIPS 202 (SHA-3, SHAKE), RFC 7693 (BLAKE2), RFC 1321 (MD5). MD5 and SHA-1 are broken as far as
 * collisions go: they are for reading old data. No digest here is for storing passwords.
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
  return provider.digestOnce(
    digestSpec(algorithm, options, HASH_OPTIONS),
    checkMessage(data, 'data'),
    checkEncoding(options?.encoding),
  );
}

/**
 * Starts a digest that takes its input piece by piece.
 *
 * @throws {@link InvalidArgumentError}
 * @example
 * createHash('blake2b').update('Hash me').update(' now!').digest('hex')
 */
export function createHash(algorithm: HashName, options?: DigestParameters): Hash {
  const spec = digestSpec(algorithm, options);
  return new Hash(spec, provider.createDigest(spec));
}

/** A digest under way. Unlike `node:crypto`'s, it can be read at any time and goes on after that. */
export class Hash {
  readonly #spec: DigestSpec;
  readonly #state: DigestState;

  /** @internal Made by {@link createHash}. */
  constructor(spec: DigestSpec, state: DigestState) {
    this.#spec = spec;
    this.#state = state;
  }

  /** The digest's canonical name. */
  get name(): string {
    return this.#spec.info.name;
  }

  /** Bytes that {@link Hash.digest} gives unless asked for another length. */
  get digestSize(): number {
    return this.#spec.length;
  }

  /** Bytes that the function takes in at a time. */
  get blockSize(): number {
    return this.#spec.info.blockSize;
  }

  /** Adds input. `update(a).update(b)` is `update(a + b)`. */
  update(data: Message): this {
    this.#state.update(checkMessage(data, 'data'));
    return this;
  }

  /** The digest of all input so far. It does not end the digest: more input may follow, and it may be read again. */
  digest(encoding: Encoding | (DigestOptions & { readonly encoding: Encoding })): string;
  digest(options?: DigestOptions & { readonly encoding?: undefined }): Bytes;
  digest(options?: Encoding | DigestOptions): Bytes | string;
  digest(options: Encoding | DigestOptions = {}): Bytes | string {
    const { encoding, length } =
      typeof options === 'string' ? { encoding: options } : checkOptions(options, READ_OPTIONS);
    const spec = length === undefined ? this.#spec : withLength(this.#spec, length);
    const form = checkEncoding(encoding);
    return form === undefined ? this.#state.digest(spec.length) : this.#state.text(spec.length, form);
  }

  /** An independent digest of the same input so far. */
  copy(): Hash {
    return new Hash(this.#spec, this.#state.copy());
  }
}
