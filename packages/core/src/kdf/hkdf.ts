import { provider } from '#provider';
import { type Bytes, type Message, messageBytes } from '../bytes.ts';
import { checkEncoding, type Encoding, encoded } from '../encoding/encoding.ts';
import type { HashName } from '../hash/algorithms.ts';
import { checkInteger } from '../integers.ts';
import { checkOptions } from '../options.ts';
import { type DerivedKeyOptions, hmacDigest } from './options.ts';

/** Parameters of HKDF. */
export interface HkdfOptions extends DerivedKeyOptions {
  /** The digest for HMAC. Default `sha256`. */
  readonly algorithm?: HashName;
  /** Not secret, best random; makes the extraction stronger. Default: none (as many zeros as the digest has bytes). */
  readonly salt?: Message;
  /** What the derived key is for, so that keys for different uses differ. Default: none. */
  readonly info?: Message;
  /** Bytes of the result, 1 to 255 times the digest's size (RFC 5869 section 2.3). Default: the digest's size. */
  readonly length?: number;
}

const OPTIONS: ReadonlySet<string> = new Set(['algorithm', 'salt', 'info', 'length', 'encoding']);

/**
 * Derives a key from a key with HKDF (RFC 5869). For a password use {@link scrypt} or {@link pbkdf2}: HKDF is fast.
 *
 * @param key input keying material with enough entropy of its own
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * const cookieKey = await hkdf(masterKey, { info: 'session cookies', length: 32 });
 */
export function hkdf(key: Message, options: HkdfOptions & { readonly encoding: Encoding }): Promise<string>;
export function hkdf(key: Message, options?: HkdfOptions & { readonly encoding?: undefined }): Promise<Bytes>;
export async function hkdf(key: Message, options: HkdfOptions = {}): Promise<Bytes | string> {
  checkOptions(options, OPTIONS);
  const spec = hmacDigest(options.algorithm ?? 'sha256');
  const encoding = checkEncoding(options.encoding);
  const length = checkInteger(options.length ?? spec.length, 'length', { min: 1, max: 255 * spec.length });
  const derived = await provider.hkdf(messageBytes(key, 'key'), {
    spec,
    salt: messageBytes(options.salt ?? '', 'salt'),
    info: messageBytes(options.info ?? '', 'info'),
    length,
  });
  return encoded(derived, encoding);
}
