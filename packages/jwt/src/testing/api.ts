/** Helpers for tests. */
export { InvalidArgumentError } from '@countersign/core';
export * from '../index.ts';
