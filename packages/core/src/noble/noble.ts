/** The digests of @noble/hashes, and the constructions that it builds on digests. Node.js loads this late, as `#noble`. */
export { nobleDigest, nobleFunction } from './digest.ts';
export { nobleHkdf } from './hkdf.ts';
export { nobleHmac } from './hmac.ts';
