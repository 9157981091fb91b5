import { digestRuntime } from '#runtime/digest';
import { type Bytes, checkMessage, copySecret, type Encoding, type Message } from '../bytes.ts';
import type { DigestSpec, DigestState } from '../digest.ts';
import { encoding } from '../encoding/encoding.ts';
import { InvalidArgumentError } from '../errors.ts';
import type { HashName } from '../hash/algorithms.ts';
import { checkPart } from '../hash/hash.ts';
import { plainDigest } from '../hash/parameters.ts';
import { optional } from '../option-readers.ts';
import { type OptionTable, readOptions } from '../options.ts';
import { matchesTag, type VerifyHmacOptions } from './tag.ts';

/** The form of a tag. */
export interface HmacOptions {
  /** Makes the result a string. Default: bytes. */
  readonly encoding?: Encoding | undefined;
}

const HMAC_OPTIONS = { encoding: optional(encoding) } as const satisfies OptionTable<HmacOptions>;

/**
 * Computes the HMAC tag of one message (RFC 2104), with any digest of fixed length.
 *
 * @param key the secret, not empty: bytes, or a string, which means its UTF-8 bytes. Use at least as many random bytes as
 * the digest has (RFC 2104 section 3).
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) also for an extendable-output function (SHAKE, BLAKE3), for
 * which HMAC is not defined
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
  const read = readOptions(options, HMAC_OPTIONS);
  const spec = hmacDigest(algorithm);
  return digestRuntime.hmac(spec, copySecret(key, 'key'), checkMessage(message, 'message'), read.encoding);
}

/**
 * Checks the HMAC tag of a message. The time does not depend on where the tags differ.
 *
 * @param tag the received tag: bytes, or text (hexadecimal unless `encoding` names another). A malformed tag, or one of
 * another length, is false
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) for wrong arguments of the caller
 * @example
 * verifyHmac('sha256', key, body, signature, { prefix: 'sha256=' })
 */
export function verifyHmac(
  algorithm: HashName,
  key: Message,
  message: Message,
  tag: Uint8Array | string,
  options: VerifyHmacOptions = {},
): boolean {
  return matchesTag(() => hmac(algorithm, key, message), hmacDigest(algorithm).length, tag, options);
}

/**
 * Starts an HMAC of a message that arrives in parts.
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * createHmac('sha256', key).update(header).update(body).verify(tag)
 */
export function createHmac(algorithm: HashName, key: Message): Hmac {
  const spec = hmacDigest(algorithm);
  return new Hmac(spec, digestRuntime.startHmac(spec, copySecret(key, 'key')));
}

/** An HMAC in progress. It can be read several times, continues afterwards, and can be copied. */
export class Hmac {
  readonly #spec: DigestSpec;
  readonly #state: DigestState;

  /** @internal Use {@link createHmac}. */
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

  /** Internal block length in bytes. */
  get blockSize(): number {
    return this.#spec.info.blockSize;
  }

  /** Adds a part of the message. */
  update(message: Message): this;
  update(message: Message, ...rest: unknown[]): this {
    this.#state.update(checkPart(message, rest));
    return this;
  }

  /** Reads the tag of all parts so far. */
  digest(encoding: Encoding): string;
  digest(encoding?: undefined): Bytes;
  digest(encoding?: Encoding): Bytes | string;
  digest(form?: Encoding): Bytes | string {
    const { length } = this.#spec;
    return form === undefined
      ? this.#state.digest(length)
      : this.#state.text(length, encoding(form, 'encoding', true));
  }

  /** Checks the tag of all parts so far, as {@link verifyHmac}. */
  verify(tag: Uint8Array | string, options: VerifyHmacOptions = {}): boolean {
    return matchesTag(() => this.digest(), this.#spec.length, tag, options);
  }

  /** Creates an independent HMAC that continues from here. */
  copy(): Hmac {
    return new Hmac(this.#spec, this.#state.copy());
  }
}

/**
 * Finds the digest of an HMAC.
 *
 * @throws {@link InvalidArgumentError} for an extendable-output function
 */
export function hmacDigest(algorithm: HashName): DigestSpec {
  const spec = plainDigest(algorithm);
  if (spec.info.family === 'fixed' || spec.info.family === 'blake2') return spec;
  const instead =
    spec.info.family === 'blake3' ? ' Pass a key of 32 bytes to hash or createHash instead.' : '';
  throw new InvalidArgumentError(
    'algorithm',
    `algorithm must be a digest of fixed length. HMAC is not defined for ${spec.info.name}.${instead}`,
  );
}
