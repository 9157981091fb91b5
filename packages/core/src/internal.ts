/**
 * Helpers that only the packages of this project use. They may change in any release.
 *
 * @packageDocumentation
 */
export {
  checkBytes,
  checkMessage,
  checkWellFormed,
  copyBytes,
  copyMessage,
  copySecret,
  messageBytes,
} from './bytes.ts';
export { checkEncoding, decode, encoded, encoding } from './encoding/encoding.ts';
export { checkInteger, type Range } from './integers.ts';
export {
  boolean,
  checkOptions,
  checkReadable,
  func,
  integer,
  list,
  narrowing,
  type OptionReader,
  type OptionTable,
  oneOf,
  optional,
  type ReadOptions,
  readElements,
  readMembers,
  readOptions,
  string,
  withDefault,
} from './options.ts';
export { clock, readClock, readDate } from './time/clock.ts';
export { durationSeconds, durationUpTo, MAX_TIMER_SECONDS } from './time/duration.ts';
