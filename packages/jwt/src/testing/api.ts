/** What tests use beside the package itself. */
export { InvalidArgumentError } from '@countersign/core';
export * from '../index.ts';
