import * as crypto from 'node:crypto';
import { promisify } from 'node:util';
import { web } from '#fallback';
import type { DigestSpec } from '../hash/spec.ts';
import { blakeDigest, blakeOnce, blakeText, hasTreeHashing } from './blake.ts';
import { extraDigests, opensslName } from './openssl.ts';
import { OpenSslDigest, OpenSslHmac, opensslDigest, opensslHmac, opensslText } from './openssl-digest.ts';
import type { DigestState, Provider } from './provider.ts';
import { decode, decodeText, encode, encodeText, fromBinary, own } from './text.ts';

const pbkdf2 = promisify(crypto.pbkdf2);
const scrypt = promisify<crypto.BinaryLike, crypto.BinaryLike, number, crypto.ScryptOptions, Buffer>(
  crypto.scrypt,
);
const hkdf = promisify(crypto.hkdf);

/** What OpenSSL counts beyond RFC 7914's memory, in bytes. */
const SCRYPT_MARGIN_BYTES = 1024;
/** OpenSSL's limit on HKDF's info. */
const MAX_HKDF_INFO_BYTES = 1024;

/** OpenSSL's name of a digest that it makes; it knows no parameters. */
function nameOf(spec: DigestSpec): string | undefined {
  return spec.isPlain ? opensslName(spec.info) : undefined;
}

function createDigest(spec: DigestSpec): DigestState {
  const name = nameOf(spec);
  return name === undefined ? blakeDigest(spec) : new OpenSslDigest(name, spec);
}

/** The provider of Node.js: `node:crypto`, WebAssembly for BLAKE2 with parameters and BLAKE3, `@noble/hashes` for the rest. */
export const provider: Provider = {
  name: 'node',
  treeHashingObstacle: () =>
    hasTreeHashing()
      ? undefined
      : 'is not available here: the binaries of hash-wasm 4.13.0 were not found or failed their self-test',
  extraAlgorithms: extraDigests,
  createDigest,

  digestOnce(spec, data, encoding) {
    const name = nameOf(spec);
    if (name === undefined) {
      const message = typeof data === 'string' ? Buffer.from(data) : data;
      return encoding === undefined ? blakeOnce(spec, message) : blakeText(spec, message, encoding);
    }
    return encoding === undefined
      ? opensslDigest(name, spec, data, spec.length)
      : opensslText(name, spec, data, spec.length, encoding);
  },

  createHmac(spec, key) {
    const name = opensslName(spec.info);
    if (name === undefined) return web.createHmac(spec, key);
    return new OpenSslHmac(name, spec, crypto.createSecretKey(key));
  },

  hmacOnce(spec, key, message, encoding) {
    const name = opensslName(spec.info);
    if (name === undefined) return web.hmacOnce(spec, key, message, encoding);
    const form = encoding ?? 'binary';
    // A KeyObject made for the call is several times faster than the key's bytes.
    const tag = opensslHmac(name, spec, crypto.createSecretKey(key), message, form);
    return encoding === undefined ? fromBinary(tag) : tag;
  },

  async pbkdf2(password, salt, parameters) {
    const name = opensslName(parameters.spec.info);
    if (name === undefined) return web.pbkdf2(password, salt, parameters);
    return own(await pbkdf2(password, salt, parameters.iterations, parameters.length, name));
  },

  async scrypt(password, salt, { cost, blockSize, parallelization, length, maxMemory }) {
    const maxmem = maxMemory + SCRYPT_MARGIN_BYTES;
    return own(await scrypt(password, salt, length, { N: cost, r: blockSize, p: parallelization, maxmem }));
  },

  async hkdf(key, parameters) {
    const name = opensslName(parameters.spec.info);
    if (name === undefined || parameters.info.length > MAX_HKDF_INFO_BYTES) return web.hkdf(key, parameters);
    return new Uint8Array(await hkdf(name, key, parameters.salt, parameters.info, parameters.length));
  },

  randomFill(bytes) {
    crypto.randomFillSync(bytes);
  },

  timingSafeEqual: crypto.timingSafeEqual,
  encode,
  decode,
  encodeText,
  decodeText,
};
