/**
 * Digests, HMAC, key derivation, secure randomness, constant-time comparison, strict encodings and redaction.
 * What Python has in `hashlib`, `hmac` and `secrets`, the same on every runtime.
 *
 * @packageDocumentation
 */
export { type Bytes, fromUtf8, type Message, messageBytes, utf8 } from './bytes.ts';
export { compareDigest } from './compare.ts';
export {
  checkEncoding,
  type Encoding,
  EncodingError,
  encoded,
  fromBase64,
  fromBase64Url,
  fromHex,
  textFromBase64Url,
  textToBase64Url,
  toBase64,
  toBase64Url,
  toHex,
} from './encoding/encoding.ts';
export { CountersignError, type CountersignErrorOptions, InvalidArgumentError } from './errors.ts';
export {
  type AlgorithmInfo,
  algorithmsAvailable,
  algorithmsGuaranteed,
  type HashAlgorithm,
  type HashFamily,
  type HashName,
  resolveAlgorithm,
} from './hash/algorithms.ts';
export { createHash, type DigestOptions, Hash, type HashOptions, hash } from './hash/hash.ts';
export type { DigestParameters } from './hash/spec.ts';
export { type HashSource, hashStream } from './hash/stream.ts';
export type { TreeOptions } from './hash/tree.ts';
export type { HashProgress, HashStreamOptions } from './hash/watch.ts';
export {
  createHmac,
  Hmac,
  type HmacOptions,
  hmac,
  MIN_TAG_LENGTH,
  type VerifyHmacOptions,
  verifyHmac,
} from './hmac/hmac.ts';
export { checkInteger, type Range } from './integers.ts';
export { type HkdfOptions, hkdf } from './kdf/hkdf.ts';
export type { DerivedKeyOptions } from './kdf/options.ts';
export { MAX_PBKDF2_ITERATIONS, type Pbkdf2Options, pbkdf2 } from './kdf/pbkdf2.ts';
export { type ScryptOptions, scrypt } from './kdf/scrypt.ts';
export { checkOptions } from './options.ts';
export { DEFAULT_TOKEN_BYTES, tokenBytes, tokenHex, tokenUrlSafe } from './random/tokens.ts';
export { choice, randomBelow, randomBits, sample, shuffle } from './random/uniform.ts';
export { Redacted } from './redacted.ts';
export { type Clock, readClock } from './time/clock.ts';
export { type Duration, durationSeconds } from './time/duration.ts';
