/**
 * Everything of `@countersign/core`, and what only Node.js can do.
 *
 * @packageDocumentation
 */
export { hashFile } from './hash/file.ts';
export * from './index.ts';
