// What the provider of Node.js takes from JavaScript: digests that OpenSSL does not have, and what is built on them. It
// is imported under the name `#fallback`, so that a bundle may load it when it is first called.
export { constructHmac } from './hmac.ts';
export { nobleDigest } from './noble.ts';
export { provider as web } from './web.ts';
