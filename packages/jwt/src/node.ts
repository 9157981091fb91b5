/**
 * Everything of `@countersign/jwt`, and the synchronous functions that only Node.js can offer.
 *
 * @packageDocumentation
 */
export * from './index.ts';
export { decodeSync, encodeSync, signJwsSync, verifyJwsSync } from './sync.ts';
