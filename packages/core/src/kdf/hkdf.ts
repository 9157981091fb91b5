import { kdfRuntime } from '#runtime/kdf';
import { type Bytes, copyMessage, copySecret, type Encoding, type Message } from '../bytes.ts';
import { encoded, encoding } from '../encoding/encoding.ts';
import type { HashName } from '../hash/algorithms.ts';
import { hmacDigest } from '../hmac/hmac.ts';
import { checkInteger } from '../integers.ts';
import { integer, optional, string, withDefault } from '../option-readers.ts';
import { type OptionTable, readOptions } from '../options.ts';
import type { DerivedKeyOptions } from './options.ts';

/** Parameters of HKDF. */
export interface HkdfOptions extends DerivedKeyOptions {
  /** The digest of HMAC. Default `sha256`. */
  readonly algorithm?: HashName | undefined;
  /** Not secret, best random: strengthens the extraction. Default: as many zeros as the digest has bytes. */
  readonly salt?: Message | undefined;
  /** The purpose of the derived key, so that keys for different purposes differ. Default: empty. */
  readonly info?: Message | undefined;
  /** Bytes of the result, 1 to 255 times the digest's size (RFC 5869 section 2.3). Default: the digest's size. */
  readonly length?: number | undefined;
}

const OPTIONS = {
  algorithm: withDefault(string, 'sha256'),
  salt: optional(copyMessage),
  info: optional(copyMessage),
  length: optional(integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
  encoding: optional(encoding),
} as const satisfies OptionTable<HkdfOptions>;

/**
 * Derives a key from a key with HKDF (RFC 5869). For a password use {@link scrypt} or {@link pbkdf2}, because HKDF is fast.
 *
 * @param key input keying material with enough entropy, not empty
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * const cookieKey = await hkdf(masterKey, { info: 'session cookies', length: 32 });
 */
export function hkdf(key: Message, options: HkdfOptions & { readonly encoding: Encoding }): Promise<string>;
export function hkdf(key: Message, options?: HkdfOptions & { readonly encoding?: undefined }): Promise<Bytes>;
export async function hkdf(key: Message, options: HkdfOptions = {}): Promise<Bytes | string> {
  const read = readOptions(options, OPTIONS);
  const spec = hmacDigest(read.algorithm);
  const length = checkInteger(read.length ?? spec.length, 'length', { min: 1, max: 255 * spec.length });
  const { salt = new Uint8Array(0), info = new Uint8Array(0) } = read;
  return encoded(await kdfRuntime.hkdf(copySecret(key, 'key'), { spec, salt, info, length }), read.encoding);
}
