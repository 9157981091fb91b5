/**
 * Everything of `@countersign/password`, and the sources of breached passwords that lie in files.
 *
 * @packageDocumentation
 */
export * from './index.ts';
export { blocklistFile, buildBlocklist, rangeDirectory } from './judge/offline.ts';
