/**
 * Everything of `@countersign/jwt`, and the synchronous functions that only Node.js can offer.
 *
 * @packageDocumentation
 */
export * from './index.ts';
export { signJwsSync, signSync, verifyJwsSync, verifySync } from './sync.ts';
