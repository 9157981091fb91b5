/**
 * Helpers that only the packages of this project use. They may change in any release. Nothing here loads a digest, so
 * packages import errors and encodings from here, too: a bundler would keep digests with them otherwise.
 *
 * @packageDocumentation
 */
export {
  type Bytes,
  checkBytes,
  checkMessage,
  checkWellFormed,
  copyBytes,
  copyMessage,
  copySecret,
  fromUtf8,
  type Message,
  messageBytes,
  utf8,
} from './bytes.ts';
export {
  checkEncoding,
  decode,
  EncodingError,
  encoded,
  encoding,
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
export { checkInteger, type Range } from './integers.ts';
export { checkReadable, isList, isPlain, readElements, readMembers } from './members.ts';
export {
  boolean,
  func,
  integer,
  list,
  narrowing,
  type OptionReader,
  oneOf,
  optional,
  string,
  withDefault,
} from './option-readers.ts';
export { type OptionTable, type ReadOptions, readOptions, type TableOf } from './options.ts';
export { type Clock, clock, readClock, readDate } from './time/clock.ts';
export { type Duration, durationSeconds, durationUpTo, MAX_TIMER_SECONDS } from './time/duration.ts';
