import { provider } from '#provider';
import { type Bytes, checkBytes, checkMessage, type Message, messageBytes } from '../bytes.ts';
import { compareDigest } from '../compare.ts';
import { checkEncoding, type Encoding } from '../encoding/encoding.ts';
import { InvalidArgumentError } from '../errors.ts';
import type { HashName } from '../hash/algorithms.ts';
import { type DigestSpec, digestSpec } from '../hash/spec.ts';
import { checkInteger } from '../integers.ts';
import { checkOptions } from '../options.ts';
import type { DigestState } from '../provider/provider.ts';

const HMAC_OPTIONS: ReadonlySet<string> = new Set(['encoding']);
const VERIFY_OPTIONS: ReadonlySet<string> = new Set(['tagLength']);

/** How a tag is written. */
export interface HmacOptions {
  /** Makes the result a string. Default: bytes. */
  readonly encoding?: Encoding | undefined;
}

/** How a tag is checked. */
export interface VerifyHmacOptions {
  /**
   * Bytes of a truncated tag. Default: the digest's size, so that a shorter tag never verifies by accident.
   * At least {@link MIN_TAG_LENGTH}, and at least half of the digest (RFC 2104 section 5).
   */
  readonly tagLength?: number;
}

/**
 * The shortest truncated tag that is accepted, in bytes. Each bit less doubles what a forger's single try is worth;
 * 128 bits leave no hope however many messages are tried.
 */
export const MIN_TAG_LENGTH = 16;

/**
 * The HMAC tag of one message (RFC 2104), with any digest of fixed length.
 *
 * @param key the secret, not empty: bytes, or text that stands for its UTF-8 bytes. Use at least as many random bytes as the digest has
 * (RFC 2104 section 3).
 * @throws {@link InvalidArgumentError} also for an extendable-output function (SHAKE, BLAKE3), with which HMAC is not defined
 * @example
 * hmac('sha256', key, 'Important Message', { encoding: 'hex' })
 */
export function hmac(
  algorithm: HashName,
  key: Message,
  message: Message,
  options: HmacOptions & { readonly encoding: Encoding },
): string;
export function hmac(
  algorithm: HashName,
  key: Message,
  message: Message,
  options?: HmacOptions & { readonly encoding?: undefined },
): Bytes;
export function hmac(
  algorithm: HashName,
  key: Message,
  message: Message,
  options?: HmacOptions,
): Bytes | string;
export function hmac(
  algorithm: HashName,
  key: Message,
  message: Message,
  options: HmacOptions = {},
): Bytes | string {
  const { encoding } = checkOptions(options, HMAC_OPTIONS);
  return provider.hmacOnce(
    hmacSpec(algorithm),
    keyBytes(key),
    checkMessage(message, 'message'),
    checkEncoding(encoding),
  );
}

/**
 * Whether `tag` is the HMAC tag of `message`. Takes the same time wherever the tags differ.
 *
 * @param tag what came with the message; a tag of any other length than expected is simply not valid
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * verifyHmac('sha256', key, body, fromHex(request.headers['x-signature']))
 */
export function verifyHmac(
  algorithm: HashName,
  key: Message,
  message: Message,
  tag: Uint8Array,
  options: VerifyHmacOptions = {},
): boolean {
  return isTag(hmac(algorithm, key, message), tag, options);
}

/**
 * Starts an HMAC that takes its message piece by piece.
 *
 * @throws {@link InvalidArgumentError}
 * @example
 * createHmac('sha256', key).update(header).update(body).verify(tag)
 */
export function createHmac(algorithm: HashName, key: Message): Hmac {
  const spec = hmacSpec(algorithm);
  return new Hmac(spec, provider.createHmac(spec, keyBytes(key)));
}

/** An HMAC under way. It can be read at any time, goes on after that, and can be copied. */
export class Hmac {
  readonly #spec: DigestSpec;
  readonly #state: DigestState;

  /** @internal Made by {@link createHmac}. */
  constructor(spec: DigestSpec, state: DigestState) {
    this.#spec = spec;
    this.#state = state;
  }

  /** The canonical name, for example `hmac-sha256`. */
  get name(): string {
    return `hmac-${this.#spec.info.name}`;
  }

  /** Bytes of the tag. */
  get digestSize(): number {
    return this.#spec.length;
  }

  /** Bytes that the digest takes in at a time. */
  get blockSize(): number {
    return this.#spec.info.blockSize;
  }

  /** Adds to the message. */
  update(message: Message): this {
    this.#state.update(checkMessage(message, 'message'));
    return this;
  }

  /** The tag of the message so far. */
  digest(encoding: Encoding): string;
  digest(encoding?: undefined): Bytes;
  digest(encoding?: Encoding): Bytes | string;
  digest(encoding?: Encoding): Bytes | string {
    const form = checkEncoding(encoding);
    const { length } = this.#spec;
    return form === undefined ? this.#state.digest(length) : this.#state.text(length, form);
  }

  /** Whether `tag` is the tag of the message so far; see {@link verifyHmac}. */
  verify(tag: Uint8Array, options: VerifyHmacOptions = {}): boolean {
    return isTag(this.digest(), tag, options);
  }

  /** An independent HMAC of the same key and message so far. */
  copy(): Hmac {
    return new Hmac(this.#spec, this.#state.copy());
  }
}

function hmacSpec(algorithm: HashName): DigestSpec {
  const spec = digestSpec(algorithm);
  if (spec.info.family === 'fixed' || spec.info.family === 'blake2') return spec;
  const instead =
    spec.info.family === 'blake3'
      ? ' For a MAC with blake3 give a key of 32 bytes to hash or createHash.'
      : '';
  throw new InvalidArgumentError(
    'algorithm',
    `algorithm must be a digest of fixed length: HMAC is not defined with ${spec.info.name}, an extendable-output function.${instead}`,
  );
}

function keyBytes(key: Message): Uint8Array {
  const bytes = messageBytes(key, 'key');
  if (bytes.length > 0) return bytes;
  throw new InvalidArgumentError('key', 'key must not be empty: anybody could make a tag with it.');
}

function isTag(expected: Bytes, tag: Uint8Array, options: VerifyHmacOptions): boolean {
  const { tagLength } = checkOptions(options, VERIFY_OPTIONS);
  checkBytes(tag, 'tag');
  if (tagLength === undefined) return compareDigest(expected, tag);
  const min = Math.max(MIN_TAG_LENGTH, Math.ceil(expected.length / 2));
  checkInteger(tagLength, 'tagLength', { min: Math.min(min, expected.length), max: expected.length });
  return compareDigest(expected.subarray(0, tagLength), tag);
}
