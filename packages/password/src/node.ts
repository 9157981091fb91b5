/**
 * `@countersign/password`, and sources of breached passwords that are files.
 *
 * @packageDocumentation
 */
export * from './index.ts';
export { buildBlocklist } from './judge/blocklist.ts';
export { blocklistFile } from './judge/blocklist-file.ts';
export { rangeDirectory } from './judge/range-directory.ts';
