import { CountersignError } from '@countersign/core';

/** The errors that callers can tell apart. */
export function isCountersignError(error: unknown): boolean {
  return error instanceof CountersignError && /^ERR_[A-Z_]+$/.test(error.code) && error.message.endsWith('.');
}
