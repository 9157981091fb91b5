import * as crypto from 'node:crypto';
import { loadNoble } from '#load';
import type { DigestSpec } from '../digest.ts';
import type { KdfRuntime } from './kdf.ts';
import { opensslName, refusal } from './openssl.ts';

/** Bytes that OpenSSL counts in addition to RFC 7914's memory. */
const SCRYPT_MARGIN_BYTES = 1024;
/** OpenSSL's limit on HKDF's info. */
const MAX_HKDF_INFO_BYTES = 1024;

/** The promise of a function with a callback. */
function promised<T>(start: (done: (error: Error | null, result: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** Runs OpenSSL, which may reject a digest (in FIPS mode, for example). */
async function orRefusal<T>(spec: DigestSpec, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw refusal(spec, cause);
  }
}

/** Node.js: the thread pool and OpenSSL. */
export const kdfRuntime: KdfRuntime = {
  async pbkdf2(password, salt, { spec, iterations, length }) {
    const name = opensslName(spec.info);
    const key = await orRefusal(spec, () =>
      promised<Buffer>((done) => crypto.pbkdf2(password, salt, iterations, length, name, done)),
    );
    return new Uint8Array(key);
  },

  async scrypt(password, salt, { cost, blockSize, parallelization, length, maxMemory }) {
    // Without a prototype: node:crypto reads inherited options too.
    const options = {
      __proto__: null,
      N: cost,
      r: blockSize,
      p: parallelization,
      maxmem: maxMemory + SCRYPT_MARGIN_BYTES,
    };
    const key = await promised<Buffer>((done) => crypto.scrypt(password, salt, length, options, done));
    return new Uint8Array(key);
  },

  async hkdf(key, { spec, salt, info, length }) {
    if (info.length > MAX_HKDF_INFO_BYTES) return loadNoble().nobleHkdf(key, { spec, salt, info, length });
    const name = opensslName(spec.info);
    const derived = await orRefusal(spec, () =>
      promised<ArrayBuffer>((done) => crypto.hkdf(name, key, salt, info, length, done)),
    );
    return new Uint8Array(derived);
  },
};
