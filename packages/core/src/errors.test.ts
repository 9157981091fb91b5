import { expect, test } from 'vitest';
import {
  AbortedError,
  CountersignError,
  FileError,
  InvalidArgumentError,
  isCountersignError,
  UnsupportedError,
} from './errors.ts';

test.each([
  [new CountersignError('ERR_ANY', 'text'), 'CountersignError', 'ERR_ANY'],
  [new InvalidArgumentError('size', 'text'), 'InvalidArgumentError', 'ERR_INVALID_ARGUMENT'],
  [new UnsupportedError('text'), 'UnsupportedError', 'ERR_UNSUPPORTED'],
  [new AbortedError('text'), 'AbortedError', 'ERR_ABORTED'],
  [new FileError('text'), 'FileError', 'ERR_FILE'],
])('%s has its name and code', (error, name, code) => {
  expect(error).toMatchObject({ name, code, message: 'text' });
  expect(error).toBeInstanceOf(CountersignError);
  expect('cause' in error).toBe(false);
  expect(isCountersignError(error)).toBe(true);
});

test('keeps its cause', () => {
  expect(new FileError('text', { cause: 7 }).cause).toBe(7);
});

test('recognises an error of another copy of the package', () => {
  class OtherError extends Error {
    readonly code = 'ERR_TOKEN_EXPIRED';
  }
  Object.defineProperty(OtherError.prototype, Symbol.for('@countersign/error'), { value: true });
  expect(isCountersignError(new OtherError())).toBe(true);
});

test.each([
  null,
  undefined,
  'ERR_FILE',
  new Error('text'),
  { code: 'ERR_FILE' },
  Object.assign(new Error('text'), { code: 'ERR_FILE' }),
])('does not recognise %s', (value) => {
  expect(isCountersignError(value)).toBe(false);
});
