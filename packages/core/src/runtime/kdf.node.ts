import * as crypto from 'node:crypto';
import { promisify } from 'node:util';
import { loadNoble } from '#load';
import type { DigestSpec } from '../digest.ts';
import type { KdfRuntime } from './kdf.ts';
import { opensslName, refusal } from './openssl.ts';

const pbkdf2 = promisify(crypto.pbkdf2);
const scrypt = promisify<crypto.BinaryLike, crypto.BinaryLike, number, crypto.ScryptOptions, Buffer>(
  crypto.scrypt,
);
const hkdf = promisify(crypto.hkdf);

/** Bytes that OpenSSL counts in addition to RFC 7914's memory. */
const SCRYPT_MARGIN_BYTES = 1024;
/** OpenSSL's limit on HKDF's info. */
const MAX_HKDF_INFO_BYTES = 1024;

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
    return new Uint8Array(await orRefusal(spec, () => pbkdf2(password, salt, iterations, length, name)));
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
    return new Uint8Array(await scrypt(password, salt, length, options));
  },

  async hkdf(key, { spec, salt, info, length }) {
    if (info.length > MAX_HKDF_INFO_BYTES) return loadNoble().nobleHkdf(key, { spec, salt, info, length });
    const name = opensslName(spec.info);
    return new Uint8Array(await orRefusal(spec, () => hkdf(name, key, salt, info, length)));
  },
};
