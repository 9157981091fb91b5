/**
 * Digests, HMAC, key derivation, secure random values, constant-time comparison, strict encodings and redaction: what
 * Python has in `hashlib`, `hmac` and `secrets`, on every runtime.
 *
 * @packageDocumentation
 */
export { type Bytes, type Encoding, fromUtf8, type Message, utf8 } from './bytes.ts';
export { compareDigest } from './compare.ts';
export type { AlgorithmInfo, HashFamily } from './digest.ts';
export {
  EncodingError,
  fromBase64,
  fromBase64Url,
  fromHex,
  textFromBase64Url,
  textToBase64Url,
  toBase64,
  toBase64Url,
  toHex,
} from './encoding/encoding.ts';
export {
  AbortedError,
  type CoreErrorCode,
  CountersignError,
  type CountersignErrorOptions,
  FileError,
  InvalidArgumentError,
  isCountersignError,
  UnsupportedError,
} from './errors.ts';
export {
  algorithmsAvailable,
  algorithmsGuaranteed,
  type HashAlgorithm,
  type HashName,
  resolveAlgorithm,
} from './hash/algorithms.ts';
export { createHash, type DigestOptions, Hash, type HashOptions, hash } from './hash/hash.ts';
export type { DigestParameters } from './hash/parameters.ts';
export type { HashProgress, HashStreamOptions } from './hash/progress.ts';
export { type HashSource, hashStream } from './hash/stream.ts';
export type { TreeOptions } from './hash/tree.ts';
export { createHmac, Hmac, type HmacOptions, hmac, verifyHmac } from './hmac/hmac.ts';
export { MIN_TAG_LENGTH, type VerifyHmacOptions } from './hmac/tag.ts';
export { type HkdfOptions, hkdf } from './kdf/hkdf.ts';
export type { DerivedKeyOptions } from './kdf/options.ts';
export { MAX_PBKDF2_ITERATIONS, type Pbkdf2Options, pbkdf2 } from './kdf/pbkdf2.ts';
export { type ScryptOptions, scrypt } from './kdf/scrypt.ts';
export { randomBelow, randomBits } from './random/integers.ts';
export { choice, sample, shuffle } from './random/sequences.ts';
export { randomText } from './random/text.ts';
export { DEFAULT_TOKEN_BYTES, tokenBytes, tokenHex, tokenUrlSafe } from './random/tokens.ts';
export { type RandomUuidOptions, randomUuid } from './random/uuid.ts';
export { Redacted } from './redacted.ts';
export type { Clock } from './time/clock.ts';
export type { Duration } from './time/duration.ts';
